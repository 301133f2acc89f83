/** Which request headers reach Next. */
const MAX_HEADERS = 100;
/**
 * What Next, and the apps' own `proxy.ts`, set for a later step of the same request, or believe without a check. Next
 * reads the nonce of its scripts from `content-security-policy` of the request.
 */
const INTERNAL = new RegExp(
  '^(x-(middleware|nextjs|next|invoke|now|vercel|prerender|checkout)-.*|x-matched-path|x-invoke|next-resume|' +
    'next-hmr-refresh|content-security-policy(-report-only)?)$',
);
/** Only a proxy that is trusted may say where a request was sent. */
const FORWARDED = ['forwarded', 'x-forwarded-host', 'x-forwarded-port', 'x-forwarded-proto', 'x-forwarded-server'];
const FLIGHT = ['rsc', 'next-router-state-tree', 'next-router-prefetch', 'next-router-segment-prefetch', 'next-url'];
const HOST = /^([\w.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?$/;

/** Set by Next's client on what it fetches to render a page anew; never on a document. */
export const isFlight = ({ rsc }) => rsc === '1';

/** A refusal, or nothing where the headers are sound. */
export function headersRefusal({ headers, rawHeaders, httpVersion }) {
  if (rawHeaders.length / 2 > MAX_HEADERS)
    return { status: 431, text: `The request has more than ${MAX_HEADERS} headers. Send fewer.` };
  const hosts = rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'host');
  if (hosts.length > 1 || !(HOST.test(headers.host ?? '') || (hosts.length === 0 && httpVersion === '1.0')))
    return { status: 400, text: 'The Host header is not valid.' };
  if (!isTreeHeader(headers['next-router-state-tree']))
    return { status: 400, text: 'The header Next-Router-State-Tree is not valid. Load the page again.' };
  return undefined;
}

/** Removes what the caller may not say. */
export function removeInternalHeaders(headers, isTrusted) {
  for (const name of Object.keys(headers)) if (INTERNAL.test(name)) delete headers[name];
  if (!isTrusted) for (const name of FORWARDED) delete headers[name];
  // A server action sends them as well, but for `rsc`.
  if (!isFlight(headers)) for (const name of headers['next-action'] ? ['rsc'] : FLIGHT) delete headers[name];
}

/**
 * A page with `Referrer-Policy: no-referrer` posts its forms with `Origin: null`, which Next takes for a forgery. The
 * browser says itself where the form was: another site cannot set this header.
 */
export function nameOwnOrigin(headers) {
  if (headers.origin !== 'null' || headers['sec-fetch-site'] !== 'same-origin') return;
  headers.origin = `http://${hostOf(headers)}`;
}

/** Whether a page of another site made the browser send this. Programs send no Origin. */
export function isForeign({ method, headers }) {
  if (method !== 'POST' || headers.origin === undefined) return false;
  return !URL.canParse(headers.origin) || new URL(headers.origin).host !== hostOf(headers);
}

/** As Next takes it: where the first proxy was asked. */
const hostOf = (headers) => (headers['x-forwarded-host'] ?? headers.host ?? '').split(',')[0].trim();

/** Next answers 500 to a tree that it cannot read. */
function isTreeHeader(header) {
  if (header === undefined) return true;
  try {
    return isTree(JSON.parse(decodeURIComponent(header)));
  } catch {
    return false;
  }
}

function isTree(tree) {
  if (!Array.isArray(tree)) return false;
  const [segment, children] = tree;
  const isSegment = typeof segment === 'string' || Array.isArray(segment);
  return isSegment && typeof children === 'object' && Object.values(children ?? {}).every(isTree);
}
