/** Parameters that a signed return adds to the URL; docs/returns.md describes them. */
export const RETURN_PARAMETERS = ['order_id', 'payment_id', 'status', 'authorized', 'timestamp', 'signature'] as const;
/** Put before all six if the merchant's URL has one of them as a parameter of its own. */
export const RETURN_PREFIX = 'pg_';

type Mode = 'test' | 'live';
const MAX_LENGTH = 2048;
const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;
/** RFC 1918, IPv6 unique local addresses, and names that multicast DNS resolves. The URL parser has normalised them. */
const PRIVATE =
  /^(10(\.\d{1,3}){3}|172\.(1[6-9]|2\d|3[01])(\.\d{1,3}){2}|192\.168(\.\d{1,3}){2}|\[f[cd][\da-f:]+\]|.+\.local)$/;
/** A slash must follow the scheme: `localhost:3000/paid` lacks its http:// and is not an app link. */
const APP_LINK = /^([a-z][a-z\d+.-]+):\/./i;
/** RFC 8252: only a scheme derived from one's own domain cannot collide with another app's. */
const REVERSE_DOMAIN = /^[a-z][a-z\d-]*(\.[a-z\d-]+)+$/i;
/** Schemes that run scripts, read files, or belong to browsers and operating systems. */
const FORBIDDEN =
  /^(javascript|livescript|mocha|vbscript|data|blob|file|filesystem|about|view-source|intent|android-app|jar|content|resource|ftps?|sftp|wss?|mailto|tel|sms|chrome.*|edge|brave|opera|moz-.*|safari-.*|ms-.*|search-ms)$/i;

const FORM = {
  test: 'must be an https URL, http on this machine or in a private network, or an app link such as myshop://paid',
  live: 'of a live merchant must be an https URL, or an app link with a reverse-domain scheme such as com.example.shop:/paid',
} as const;

/** The fault of a return or cancel URL, as the end of a sentence; null if it is valid. Test merchants may use more forms. */
export function returnUrlFault(text: unknown, mode: Mode): string | null {
  // URL drops blanks at the ends and tabs inside, so the stored text would differ from the parsed one.
  if (typeof text !== 'string' || text.length > MAX_LENGTH || /[\s\\]/.test(text) || !URL.canParse(text))
    return FORM[mode];
  const { protocol, hostname, username, password, searchParams } = new URL(text);
  if (username !== '' || password !== '' || !(isWeb(protocol, hostname, mode) || isAppLink(text, mode)))
    return FORM[mode];
  const taken = RETURN_PARAMETERS.map((name) => `${RETURN_PREFIX}${name}`).find((name) => searchParams.has(name));
  return taken ? `must not have the parameter ${taken}, which the gateway adds: rename it` : null;
}

function isWeb(protocol: string, hostname: string, mode: Mode): boolean {
  if (protocol === 'https:') return true;
  return protocol === 'http:' && mode === 'test' && (LOOPBACK.test(hostname) || PRIVATE.test(hostname));
}

function isAppLink(text: string, mode: Mode): boolean {
  const [, scheme] = APP_LINK.exec(text) ?? [];
  if (scheme === undefined || /^https?$/i.test(scheme) || FORBIDDEN.test(scheme)) return false;
  return mode === 'test' || REVERSE_DOMAIN.test(scheme);
}
