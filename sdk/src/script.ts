import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of the browser SDK, ready to be served. */
export interface ServedFile {
  body: string;
  headers: Readonly<Record<string, string>>;
  /** SHA-384 of the body, as the attribute `integrity` of a script element has it. */
  integrity: string;
  /** Whether a request with this `If-None-Match` has it already: then 304 is the answer. */
  isKnown: (ifNoneMatch: string | null | undefined) => boolean;
}

const NEWEST = 'public, max-age=300';
const ONE_VERSION = 'public, max-age=31536000, immutable';
const JAVASCRIPT = 'text/javascript; charset=utf-8';
const KEPT = /^checkout-(\d+\.\d+\.\d+)\.js$/;

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const read = (file: string) => readFileSync(file, 'utf8');

/** The scripts of released versions, as `bin/keep-script.mjs` keeps them. */
const RELEASED = here('../released');

/** The browser SDK as one script that defines `PaymentGateway` and knows where the checkout is. Cached for 5 minutes. */
export function browserScript(checkoutUrl: string): ServedFile {
  return served(configured(read(here('./payment-gateway.js')), checkoutUrl), JAVASCRIPT, NEWEST);
}

/** Its source map, to be served beside it as `payment-gateway.js.map`. */
export function browserScriptMap(): ServedFile {
  return served(read(here('./payment-gateway.js.map')), 'application/json; charset=utf-8', NEWEST);
}

/**
 * The browser SDK by version, the newest first, to be served as `/checkout-<version>.js` and cached for a year: this one and
 * those in the folder `released`. A version in the folder is served as it was released, also if it is this one.
 */
export function versionedScripts(checkoutUrl: string, released = RELEASED): ReadonlyMap<string, ServedFile> {
  const { version } = JSON.parse(read(here('../package.json'))) as { version: string };
  const codes = new Map([[version, unconfiguredScript()]]);
  for (const name of existsSync(released) ? readdirSync(released) : []) {
    const [, kept] = KEPT.exec(name) ?? [];
    if (kept) codes.set(kept, read(path.join(released, name)));
  }
  const newestFirst = [...codes].sort(([a], [b]) => b.localeCompare(a, 'en', { numeric: true }));
  return new Map(newestFirst.map(([of, code]) => [of, served(configured(code, checkoutUrl), JAVASCRIPT, ONE_VERSION)]));
}

/**
 * The code of this version, as it is kept at a release. Without the name of its source map: the map that is served is always
 * of the newest version.
 */
export function unconfiguredScript(): string {
  return read(here('./payment-gateway.js')).replace(/\n?\/\/# sourceMappingURL=\S+/g, '');
}

/** What is appended leaves every position in the source map true. */
function configured(code: string, checkoutUrl: string): string {
  return `${code}\nPaymentGateway.checkoutUrl=${JSON.stringify(checkoutUrl.replace(/\/+$/, ''))};\n`;
}

/** Pages of any origin may load it, and check it by its hash. */
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
