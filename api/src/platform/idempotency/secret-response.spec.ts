import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { masked, replayable } from './secret-response.js';

interface Made {
  id: string;
  secret: string;
  name?: string;
}
const by = (actor: string, mayStillMake?: (answer: Made) => boolean) =>
  ({ actor, field: 'secret', ...(mayStillMake && { mayStillMake }) }) as const;

describe('a stored response with a secret', () => {
  const body = '{"id":"key_live_1","secret":"secret_live_abc_DEF","name":"x"}';

  it('comes back byte for byte to the actor that made it', () => {
    expect(replayable<Made>(body, 'user:1', by('user:1'))).toBe(body);
  });

  it.each([
    ['another actor', 'user:1', by('user:2')],
    ['a key of the same merchant', 'user:1', by('api_key:key_live_1')],
    ['its creator, who would no longer be allowed to make it', 'user:1', by('user:1', () => false)],
    ['everyone, if the creator was not recorded', null, by('user:1')],
  ])('comes back masked to %s', (_, madeBy, caller) => {
    expect(replayable<Made>(body, madeBy, caller)).toBe('{"id":"key_live_1","secret":"secret_live_****","name":"x"}');
  });

  it.each([
    ['secret_test_9hQ2c0v_Tq5mXb1Za', 'secret_test_****'],
    ['whsec_C2FVsBQIhrscChlQIMV+b5sS=', 'whsec_****'],
    ['rtsec_c2hvcHBlcnMgY29tZSBiYWNrIHdpdGggdGhpcyBvbmU', 'rtsec_****'],
    ['https://dashboard.example/register?invite=abc_def', 'https://dashboard.example/register?invite=****'],
    ['something else', '****'],
  ])('%s is masked as %s', (secret, shown) => expect(masked(secret)).toBe(shown));

  it('reveals nothing of the secret', () => {
    const prefix = fc.constantFrom(
      'secret_test_',
      'secret_live_',
      'whsec_',
      'rtsec_',
      'http://localhost:3000/register?invite=',
      '',
    );
    fc.assert(
      fc.property(prefix, fc.base64String({ minLength: 12 }), (kind, value) => {
        const seen = replayable<Made>(JSON.stringify({ id: 'x', secret: kind + value }), 'user:1', by('user:2'));
        expect(seen).not.toContain(value);
        expect(JSON.parse(seen)).toEqual({ id: 'x', secret: expect.stringMatching(/\*{4}$/) });
      }),
    );
  });
});
