import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export interface ServedFile {
  body: string;
  headers: Readonly<Record<string, string>>;
  /** SHA-384 of the body, in the format of a script element's `integrity` attribute. */
  integrity: string;
  /** Whether a request with this `If-None-Match` has the current body; if so, respond 304. */
  isKnown: (ifNoneMatch: string | null | undefined) => boolean;
}

const NEWEST = 'public, max-age=300';
const ONE_VERSION = 'public, max-age=31536000, immutable';
const JAVASCRIPT = 'text/javascript; charset=utf-8';
const SOURCE_MAP = /\n?\/\/# sourceMappingURL=\S+/g;
const RELEASED_FILE = /^checkout-(\d+\.\d+\.\d+)\.js$/;

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const read = (file: string) => readFileSync(file, 'utf8');

/** The scripts of released versions, as `bin/keep-script.mjs` stores them. */
const RELEASED = here('../released');

/**
 * The browser SDK as one script that defines `PaymentGateway` and contains the checkout's address. Cached for 5
 * minutes.
 */
export function browserScript(checkoutUrl: string): ServedFile {
  return served(configured(read(here('./payment-gateway.js')), checkoutUrl), JAVASCRIPT, NEWEST);
}

/** Razorpay's Checkout, shown by the gateway's: a script that defines `Razorpay`. Cached for 5 minutes. */
export function razorpayScript(checkoutUrl: string): ServedFile {
  const code = read(here('./razorpay-checkout.js')).replace(SOURCE_MAP, '');
  return served(configured(code, checkoutUrl), JAVASCRIPT, NEWEST);
}

/** The script's source map, to be served beside it as `payment-gateway.js.map`. */
export function browserScriptMap(): ServedFile {
  return served(read(here('./payment-gateway.js.map')), 'application/json; charset=utf-8', NEWEST);
}

/**
 * The browser SDK by version, newest first, to be served as `/checkout-<version>.js` and cached for a year: the current
 * version and those in the folder `released`. If the folder contains the current version, the released file is served.
 */
export function versionedScripts(checkoutUrl: string, released = RELEASED): ReadonlyMap<string, ServedFile> {
  const { version } = JSON.parse(read(here('../package.json'))) as { version: string };
  const codes = new Map([[version, unconfiguredScript()]]);
  for (const name of existsSync(released) ? readdirSync(released) : []) {
    const [, kept] = RELEASED_FILE.exec(name) ?? [];
    if (kept) codes.set(kept, read(path.join(released, name)));
  }
  const newestFirst = [...codes].sort(([a], [b]) => b.localeCompare(a, 'en', { numeric: true }));
  return new Map(newestFirst.map(([of, code]) => [of, served(configured(code, checkoutUrl), JAVASCRIPT, ONE_VERSION)]));
}

/**
 * The code of this version, as it is stored at a release. The reference to the source map is removed, because the
 * served map is always that of the newest version.
 */
export function unconfiguredScript(): string {
  return read(here('./payment-gateway.js')).replace(SOURCE_MAP, '');
}

/** The address is appended, so every position in the source map stays valid. */
function configured(code: string, checkoutUrl: string): string {
  return `${code}\nPaymentGateway.checkoutUrl=${JSON.stringify(checkoutUrl.replace(/\/+$/, ''))};\n`;
}

/** Pages of any origin may load the file and check it by its hash. */
function served(body: string, type: string, cacheControl: string): ServedFile {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  return {
    body,
    headers: {
      'Content-Type': type,
      'Cache-Control': cacheControl,
      'Cross-Origin-Resource-Policy': 'cross-origin',
      ETag: etag,
    },
    integrity: `sha384-${createHash('sha384').update(body).digest('base64')}`,
    isKnown: (ifNoneMatch) => (ifNoneMatch ?? '').split(/,\s*/).some((tag) => tag.replace(/^W\//, '') === etag),
  };
}
