import { type AddressInfo, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AddressGuard } from './address-guard.js';
import { AddressRefused } from './delivery-error.js';
import { guardedConnect, type ResolveName } from './guarded-connect.js';

const demo = new AddressGuard({ allowedCidrs: [], demo: true, allowPrivate: false });
const production = new AddressGuard({ allowedCidrs: [], demo: false, allowPrivate: false });
/** Opens one loopback address and leaves its neighbours refused, so that no test can reach past this machine. */
const second = new AddressGuard({ allowedCidrs: ['127.0.0.2'], demo: false, allowPrivate: true });

const resolvesTo =
  (...addresses: string[]): ResolveName =>
  (_name, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

const opened = jest.fn();
const server = createServer((socket) => void (opened(), socket.on('error', () => undefined).resume()));
let port: number;
beforeEach(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterEach(async () => {
  opened.mockClear();
  await new Promise((resolve) => server.close(resolve));
});

/** The address that was reached, or the error. */
function reach(host: string, guard: AddressGuard, resolve?: ResolveName): Promise<string | Error> {
  const { hostname, protocol } = new URL(`http://${host}/`);
  return new Promise((done) =>
    guardedConnect(
      guard,
      2000,
      resolve,
    )({ hostname, protocol, port: String(port) }, (...[error, socket]) => {
      if (error) return done(error);
      const { remoteAddress = '' } = socket;
      socket.destroy();
      done(remoteAddress);
    }),
  );
}

const FORMS = ['127.0.0.1', '2130706433', '0177.0.0.1', '0x7f.1', '127.1', '１２７.0.0.1', '0', '0.0.0.0'];
const IPV6_FORMS = ['[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::]', '[::127.0.0.1]', '[64:ff9b::7f00:1]'];

describe('no socket opens', () => {
  it.each([...FORMS, ...IPV6_FORMS, 'localhost'])('to http://%s outside demo runs', async (host) => {
    expect(await reach(host, production)).toBeInstanceOf(AddressRefused);
    expect(opened).not.toHaveBeenCalled();
  });

  it.each([
    ['an inner address', ['127.0.0.1']],
    ['a mapped inner address', ['::ffff:127.0.0.1']],
    ['an inner address behind a good one', ['127.0.0.2', '127.0.0.1']],
    ['an inner address before a good one', ['127.0.0.1', '127.0.0.2']],
  ])('to a name that resolves to %s', async (_kind, addresses) => {
    expect(await reach('shop.example', second, resolvesTo(...addresses))).toBeInstanceOf(AddressRefused);
    expect(opened).not.toHaveBeenCalled();
  });

  it('to a name without an address, or whose lookup fails', async () => {
    expect(await reach('shop.example', demo, resolvesTo())).toMatchObject({ code: 'ENOTFOUND' });
    const failing: ResolveName = (_name, done) => done(Object.assign(new Error('later'), { code: 'EAI_AGAIN' }), []);
    expect(await reach('shop.example', demo, failing)).toMatchObject({ code: 'EAI_AGAIN' });
  });
});

it('a socket that has reached another address than the lookup returned is not used', async () => {
  const guard = new AddressGuard({ allowedCidrs: [], demo: true, allowPrivate: false });
  const refused = jest.spyOn(guard, 'refused').mockReturnValueOnce(false).mockReturnValueOnce(true);
  expect(await reach('rebound.example', guard, resolvesTo('127.0.0.1'))).toBeInstanceOf(AddressRefused);
  expect(refused.mock.calls).toEqual([['127.0.0.1'], ['127.0.0.1']]);
});

it.each([
  ['127.0.0.1', demo, undefined],
  ['localhost', demo, undefined],
  ['shop.example', demo, resolvesTo('127.0.0.1', '127.0.0.2')],
])('an open address is reached: %s', async (host, guard, resolve) => {
  expect(await reach(host, guard, resolve)).toBe('127.0.0.1');
});
