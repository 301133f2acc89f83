import { lookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { type AddressGuard, literalHost } from './address-guard.js';
import { isBadPort } from './bad-ports.js';
import { AddressRefused } from './delivery-error.js';
import { skipInterim } from './interim-responses.js';

/** Resolves a name to all its addresses. Injected so that tests can choose them. */
export type ResolveName = (hostname: string, done: (error: Error | null, addresses: LookupAddress[]) => void) => void;

const resolveBySystem: ResolveName = (hostname, done) => lookup(hostname, { all: true }, done);

/**
 * Opens sockets for webhooks. The guard checks the URL's own IP address (which undici does not look up), every address
 * of a host name, and the address that the socket has reached.
 */
export function guardedConnect(
  guard: AddressGuard,
  timeoutMs: number,
  resolve: ResolveName = resolveBySystem,
): buildConnector.connector {
  const guardedLookup: LookupFunction = (hostname, options, done) =>
    resolve(hostname, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || !first)
        return done(error ?? Object.assign(new Error(`No address for ${hostname}`), { code: 'ENOTFOUND' }), '');
      // One refused address refuses the name, because the socket may choose any of them.
      const refused = addresses.find(({ address }) => guard.refused(address));
      if (refused) return done(new AddressRefused(refused.address), '');
      return options.all ? done(null, addresses) : done(null, first.address, first.family);
    });
  const connect = buildConnector({ lookup: guardedLookup, timeout: timeoutMs });

  return (options, done) => {
    const host = literalHost(options.hostname);
    // Endpoints created before the rule about ports may still have such a port.
    if (isBadPort(options.port)) return done(new AddressRefused(`port ${options.port}`), null);
    if (isIP(host) !== 0 && guard.refused(host)) return done(new AddressRefused(host), null);
    connect(options, (...[error, socket]) => {
      if (error) return done(error, null);
      const reached = socket.remoteAddress ?? '';
      if (!guard.refused(reached)) return done(null, skipInterim(socket));
      socket.destroy();
      done(new AddressRefused(reached), null);
    });
  };
}
