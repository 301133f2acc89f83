/** Why an attempt got no complete response. Merchants see these values in the delivery log. */
export type DeliveryError =
  | 'timeout'
  | 'connection_refused'
  | 'connection_reset'
  | 'network_unreachable'
  | 'address_refused'
  | 'dns_error'
  | 'tls_error'
  | 'invalid_response'
  | 'network_error'
  /** The worker was stopping. Counts as an attempt only if something was sent, and not as a failure of the endpoint. */
  | 'shutting_down';

/** The guard refused the URL's address, an address of its host name, or the address that the socket reached. */
export class AddressRefused extends Error {
  constructor(address: string) {
    super(`Webhooks may not reach ${address}`);
  }
}

export class ShuttingDown extends Error {}
export class DeadlinePassed extends Error {}

/** Patterns of the error codes and names of the system, Node's TLS and undici. */
const PATTERNS: readonly (readonly [RegExp, DeliveryError])[] = [
  [/^(ETIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT)$/, 'timeout'],
  [/^ECONNREFUSED$/, 'connection_refused'],
  [/^(ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_SOCKET)$/, 'connection_reset'],
  [/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|ENETDOWN|EHOSTDOWN)$/, 'network_unreachable'],
  [/^(ENOTFOUND|ENODATA|EAI_\w+|ESERVFAIL)$/, 'dns_error'],
  [/^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO)/, 'tls_error'],
  [/^(HPE_|HTTPParserError|UND_ERR_(HEADERS_OVERFLOW|RES_|RESPONSE))/, 'invalid_response'],
];

export function deliveryErrorOf(error: unknown): DeliveryError {
  if (error instanceof AddressRefused) return 'address_refused';
  if (error instanceof ShuttingDown) return 'shutting_down';
  if (error instanceof DeadlinePassed) return 'timeout';
  // By code or name, not by class: undici does not export all classes, and its parser's error has only a name.
  const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown };
  return PATTERNS.find(([pattern]) => pattern.test(String(code)) || pattern.test(String(name)))?.[1] ?? 'network_error';
}
