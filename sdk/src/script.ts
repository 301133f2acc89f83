import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A file of the browser SDK, ready to be served. */
export interface ServedFile {
  body: string;
  headers: Readonly<Record<string, string>>;
  /** Whether a request with this `If-None-Match` has it already: then 304 is the answer. */
  isKnown: (ifNoneMatch: string | null | undefined) => boolean;
}

const MAX_AGE_SECONDS = 300;
const bundled = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');

/** The browser SDK as one script that defines `PaymentGateway` and knows where the checkout is. */
export function browserScript(checkoutUrl: string): ServedFile {
  // What is appended leaves every position in the source map true.
  const where = `PaymentGateway.checkoutUrl=${JSON.stringify(checkoutUrl)};\n`;
  return served(`${bundled('./payment-gateway.js')}\n${where}`, 'text/javascript; charset=utf-8');
}

/** Its source map, to be served beside it as `payment-gateway.js.map`. */
export function browserScriptMap(): ServedFile {
  return served(bundled('./payment-gateway.js.map'), 'application/json; charset=utf-8');
}

/** Cached for minutes, checked by its ETag after that; pages of any origin may load it. */
function served(body: string, type: string): ServedFile {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  return {
    body,
    headers: {
      'Content-Type': type,
      'Cache-Control': `public, max-age=${MAX_AGE_SECONDS}`,
      'Cross-Origin-Resource-Policy': 'cross-origin',
      ETag: etag,
    },
    isKnown: (ifNoneMatch) => (ifNoneMatch ?? '').split(/,\s*/).some((tag) => tag.replace(/^W\//, '') === etag),
  };
}
