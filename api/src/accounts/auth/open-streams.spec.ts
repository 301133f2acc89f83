import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import type { FastifyReply } from 'fastify';
import type { Config } from '../../platform/config/config.module.js';
import { OpenStreams, type StreamHolder } from './open-streams.js';

describe('the limit of open streams', () => {
  const streams = new OpenStreams({ MAX_STREAMS_PER_CALLER: 3 } as Config);
  const take = (holder: StreamHolder) => {
    const raw = new EventEmitter();
    streams.take(holder, { raw } as unknown as FastifyReply);
    return () => raw.emit('close');
  };

  it('counts a stream until it closes, and does not count a refused one', () => {
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
