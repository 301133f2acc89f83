export const SHELL_METHODS = ['GET', 'POST', 'PATCH', 'DELETE'] as const;
export type ShellMethod = (typeof SHELL_METHODS)[number];

/** Of the API alone, in its canonical spelling: no host, no dots, no encoded path. */
const PATH = /^\/api\/v1\/[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*(\?[A-Za-z0-9_.~%=&:+@,-]*)?$/;
/** Streams do not end, and documents are not text. */
const UNREADABLE = /^\/api\/v1\/(events\/stream|.*\/(stream|pdf))([?/]|$)/;

/** Why a request cannot be sent from the shell; undefined if it can. */
export function refusalOfRequest(method: ShellMethod, path: string, body: string, mode: 'test' | 'live') {
  if (!PATH.test(path)) return 'Enter a path of the API, such as /api/v1/payments?limit=3.';
  if (UNREADABLE.test(path)) return 'The shell does not show streams and documents.';
  if (mode === 'live' && method !== 'GET') return 'For a live merchant the shell only reads: choose GET.';
  if (method === 'GET' || body === '') return undefined;
  try {
    JSON.parse(body);
    return undefined;
  } catch {
    return 'The body is not JSON.';
  }
}
