/** Why an attempt got no complete answer. The words merchants see in the delivery log. */
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
  /** The worker is stopping: not the endpoint's fault, and an attempt only if something was sent. */
  | 'shutting_down';

/** The guard said no: to the URL's own address, to one the name resolves to, or to the one the socket reached. */
export class AddressRefused extends Error {
  constructor(address: string) {
    super(`Webhooks may not reach ${address}`);
  }
}

export class ShuttingDown extends Error {}
export class DeadlinePassed extends Error {}

/** Error codes and names of the system, of Node's TLS, and of undici, by how they begin. */
const BY_MARK: readonly (readonly [RegExp, DeliveryError])[] = [
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
  // By their marks, not their classes: undici hides some of them, and the parser's has a name only.
  const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown };
  return BY_MARK.find(([pattern]) => pattern.test(String(code)) || pattern.test(String(name)))?.[1] ?? 'network_error';
}
