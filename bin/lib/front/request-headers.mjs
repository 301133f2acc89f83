/** Filters the request headers for Next. */
const MAX_HEADERS = 100;
/**
 * Headers that Next or the apps' `proxy.ts` set for a later step of the same request, or trust without a check. Next reads
 * the nonce of its scripts from the request's `content-security-policy`.
 */
const INTERNAL = new RegExp(
  '^(x-(middleware|nextjs|next|invoke|now|vercel|prerender|checkout)-.*|x-matched-path|x-invoke|next-resume|' +
    'next-hmr-refresh|content-security-policy(-report-only)?)$',
);
/** Only trusted proxies may set these. */
const FORWARDED = ['forwarded', 'x-forwarded-host', 'x-forwarded-port', 'x-forwarded-proto', 'x-forwarded-server'];
const FLIGHT = ['rsc', 'next-router-state-tree', 'next-router-prefetch', 'next-router-segment-prefetch', 'next-url'];
const HOST = /^([\w.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?$/;

/** Next's client sets it on fetches that render a page again; never on a document request. */
export const isFlight = ({ rsc }) => rsc === '1';

/** A refusal; undefined if the headers are valid. */
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

/** Removes headers that callers may not set. */
export function removeInternalHeaders(headers, isTrusted) {
  for (const name of Object.keys(headers)) if (INTERNAL.test(name)) delete headers[name];
  if (!isTrusted) for (const name of FORWARDED) delete headers[name];
  // Server actions send these headers too, except `rsc`.
  if (!isFlight(headers)) for (const name of headers['next-action'] ? ['rsc'] : FLIGHT) delete headers[name];
}

/**
 * A page with `Referrer-Policy: no-referrer` posts its forms with `Origin: null`, which Next rejects as a forgery. The
 * browser's `Sec-Fetch-Site`, which another site cannot set, proves that the form is our own.
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

/** Next's rule: the host that the first proxy received. */
const hostOf = (headers) => (headers['x-forwarded-host'] ?? headers.host ?? '').split(',')[0].trim();

/** Next returns 500 for a tree that it cannot parse. */
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
