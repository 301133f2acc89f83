const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 8_000;

export const isRetried = (status: number) => status === 409 || status === 429 || status >= 500;

/** `Retry-After` in seconds: a number, or a date, compared with the server's own `Date` if it sends one. */
export function retryAfterIn(headers: Headers, now = Date.now()): number | undefined {
  const text = headers.get('Retry-After')?.trim();
  if (!text) return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  const at = Date.parse(text);
  if (Number.isNaN(at)) return undefined;
  const serverNow = Date.parse(headers.get('Date') ?? '');
  return Math.max(0, (at - (Number.isNaN(serverNow) ? now : serverNow)) / 1000);
}

/**
 * Doubles with each attempt, with jitter so that clients do not return all at once; undefined if the server demands
 * more than `longestMs`.
 */
export function delayBefore(attempt: number, retryAfter: number | undefined, longestMs: number): number | undefined {
  const backoff = Math.min(FIRST_DELAY_MS * 2 ** attempt, MAX_DELAY_MS, longestMs) * (0.5 + Math.random() / 2);
  if (retryAfter === undefined) return backoff;
  return retryAfter * 1000 > longestMs ? undefined : Math.max(retryAfter * 1000, backoff);
}

export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    signal?.addEventListener('abort', stop, { once: true });
  });
}
