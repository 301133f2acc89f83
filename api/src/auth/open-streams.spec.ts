import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import type { FastifyReply } from 'fastify';
import type { Config } from '../config/config.module.js';
import { networkOf, OpenStreams, type StreamHolder } from './open-streams.js';

describe('the network that a stream’s place belongs to', () => {
  it.each([
    ['198.51.100.7', '198.51.100.7'],
    ['::ffff:198.51.100.7', '198.51.100.7'],
    ['2001:db8:0:7::1', '2001:db8:0:7'],
    ['2001:0DB8:0000:0007:ffff:ffff:ffff:ffff', '2001:db8:0:7'],
    ['2001:db8::7:0:0:0:1', '2001:db8:0:7'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['64:ff9b::198.51.100.7', '64:ff9b:0:0'],
    ['::1', '0:0:0:0'],
  ])('of %s is %s', (address, network) => expect(networkOf(address)).toBe(network));
});

describe('places of streams', () => {
  const streams = new OpenStreams({ MAX_STREAMS_PER_CALLER: 3 } as Config);
  const take = (holder: StreamHolder) => {
    const raw = new EventEmitter();
    streams.take(holder, { raw } as unknown as FastifyReply);
    return () => raw.emit('close');
  };

  it('come back when a stream closes, and a refusal takes none', () => {
    const closing = Array.from({ length: 3 }, () => take({ address: '198.51.100.7', caller: 'api_key:a' }));
    const refused = () => take({ address: '198.51.100.8', caller: 'api_key:a' });
    expect(refused).toThrow('with these credentials');
    expect(refused).toThrow('with these credentials');
    for (let n = 0; n < 3; n++) take({ address: '198.51.100.8', caller: `api_key:b${n}` })();
    closing[0]?.();
    const close = take({ address: '198.51.100.8', caller: 'api_key:a' });
    for (const each of [...closing.slice(1), close]) each();
    expect(() => take({ address: '198.51.100.7', caller: 'api_key:a' })()).not.toThrow();
  });
});
