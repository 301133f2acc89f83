import { describe, expect, it } from '@jest/globals';
import Fastify from 'fastify';
import { echoRequestId, genReqId, requestIdOf } from './request-id.js';

describe('request id', () => {
  it.each(['12345678', 'req_0123.ABC-def', 'a'.repeat(64), '20205512-4980-4c5c-a98f-0db0772ac8bd'])(
    'takes %s as it is',
    (id) => {
      expect(requestIdOf(id)).toBe(id);
    },
  );

  it.each([
    undefined,
    '',
    '1234567',
    'a'.repeat(65),
    'with space',
    'line\nbreak',
    'ünïcödé-id',
    ['12345678', '12345678'],
    '4111111111111111',
    'card-4111-1111-1111-1111',
    'secret_test_xyz789',
  ])('makes one of its own for %j', (header) => {
    expect(requestIdOf(header)).toMatch(/^[0-9a-f-]{36}$/);
    expect(requestIdOf(header)).not.toBe(requestIdOf(header));
  });

  it('is echoed in every response, including unknown routes', async () => {
    const fastify = Fastify({ genReqId });
    echoRequestId(fastify);
    fastify.get('/', () => 'here');
    for (const url of ['/', '/nowhere']) {
      const answer = await fastify.inject({ url, headers: { 'X-Request-Id': 'caller-chosen-1' } });
      expect(answer.headers['x-request-id']).toBe('caller-chosen-1');
    }
    await fastify.close();
  });
});
