/**
 * Filters the request targets for Next. A page and its Content-Security-Policy must be computed from the same address, so
 * every spelling that two parsers could read differently is rejected first.
 */
const MAX_TARGET_BYTES = 8_192;

/** Characters that a path may contain unencoded; not `;`, since no route has matrix parameters. */
const PLAIN_SEGMENT = /^(?:[\w.~!$&'()*+,=:@-]|%[0-9A-Fa-f]{2})+$/;
/** ASCII that a path may contain percent-encoded only. Encoding any other ASCII would be a second spelling. */
const ENCODED_ASCII = /^[ "<>[\]^`{|}]$/;
const PARAMETER_NAME = /^[A-Za-z_][\w.-]{0,63}$/;
/** Next renames `nxtP…` and `nxtI…` before its proxy runs, and reads the others itself. */
const INTERNAL_NAME = /^(nxt[pi]|_?_next)/i;
/** Next's client adds it to fetches, and Next removes it. A document request never has it. */
const FLIGHT_NAME = '_rsc';
/** Alternative addresses of pages, which Next's proxy sees under the page's own address. */
const INTERNAL_PATH = /^\/_next(?!\/static\/)|\.rsc$|\.segments\//;

const refused = (text, status = 400) => ({ refusal: { status, text } });

/**
 * Returns `{ target }` in origin form, or `{ refusal: { status, text } }`. `isFlight`: Next's client sent the request.
 * `isOwn(origin)`: whether a target in absolute form names this server.
 */
export function checkTarget(given, { isFlight = false, isOwn = () => false } = {}) {
  if (given.length > MAX_TARGET_BYTES) return refused('The address is too long. Shorten it and try again.', 414);
  const target = given.startsWith('/') ? given : withoutOrigin(given, isOwn);
  if (!target) return refused('The request must name a path of this server. Open its own address instead.');
  const [path, ...queries] = target.split('?');
  const query = queries.join('?');
  if (target.includes('#') || !isPath(path)) return refused('The path is not valid. Check the address and try again.');
  if (INTERNAL_PATH.test(path)) return refused('There is nothing at this address.', 404);
  const fault = faultOf(query, isFlight);
  return fault ? refused(fault) : { target };
}

/** The path and query of `http://host/…`; undefined for another host or another form. */
function withoutOrigin(given, isOwn) {
  const [, origin, rest] = /^(https?:\/\/[^/?#]+)(.*)$/is.exec(given) ?? [];
  if (!origin || !isOwn(origin.toLowerCase())) return undefined;
  return rest.startsWith('/') ? rest : `/${rest}`;
}

function isPath(path) {
  if (path === '/') return true;
  const segments = path.slice(1).split('/');
  if (segments.at(-1) === '') segments.pop(); // Next redirects to the path without it
  return segments.every((segment) => PLAIN_SEGMENT.test(segment) && !/^\.+$/.test(segment) && hasOneSpelling(segment));
}

function hasOneSpelling(segment) {
  const encoded = (segment.match(/%../g) ?? []).map((code) => parseInt(code.slice(1), 16));
  const isNeeded = (byte) => byte > 0x7f || ENCODED_ASCII.test(String.fromCharCode(byte));
  return encoded.every(isNeeded) && decoded(segment) !== undefined;
}

/** The first fault of a query, as a sentence for the visitor. */
function faultOf(query, isFlight) {
  const seen = new Set();
  for (const pair of query.split('&').filter(Boolean)) {
    const [encodedName, ...values] = pair.split('=');
    const name = decoded(encodedName);
    if (name === undefined || decoded(values.join('=')) === undefined)
      return 'The address holds a broken percent-encoding. Check it and try again.';
    if (!PARAMETER_NAME.test(name))
      return 'The address holds a parameter with an invalid name. Remove it and try again.';
    if (INTERNAL_NAME.test(name) || (name.toLowerCase() === FLIGHT_NAME && !(isFlight && name === FLIGHT_NAME)))
      return `The parameter ${name} is not allowed. Remove it from the address and try again.`;
    if (seen.has(name.toLowerCase())) return `The parameter ${name} is repeated. Keep one of them and try again.`;
    seen.add(name.toLowerCase());
  }
  return undefined;
}

/** The decoded text of a query or path; undefined if it is not percent-encoded UTF-8. */
function decoded(text) {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
