import { lookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { type AddressGuard, literalHost } from './address-guard.js';
import { isBadPort } from './bad-ports.js';
import { AddressRefused } from './delivery-error.js';
import { skipInterim } from './interim-responses.js';

/** Every address of a name. Injected so that tests can make a name resolve anywhere. */
export type ResolveName = (hostname: string, done: (error: Error | null, addresses: LookupAddress[]) => void) => void;

const resolveBySystem: ResolveName = (hostname, done) => lookup(hostname, { all: true }, done);

/**
 * Opens sockets for webhooks, past the guard three times: the URL's own address (undici looks up nothing for those),
 * every address a name resolves to, and the address the socket did reach.
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
      // One bad address refuses the name: which of them a socket takes is not ours to choose.
      const bad = addresses.find(({ address }) => guard.refused(address));
      if (bad) return done(new AddressRefused(bad.address), '');
      return options.all ? done(null, addresses) : done(null, first.address, first.family);
    });
  const connect = buildConnector({ lookup: guardedLookup, timeout: timeoutMs });

  return (options, done) => {
    const host = literalHost(options.hostname);
    // Endpoints made before the rule about ports still have theirs.
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
