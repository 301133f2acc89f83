import { describe, expect, it } from '@jest/globals';
import { actorName } from './actors';

describe('the actor of an event', () => {
  const actors = new Map([
    ['api_key:key_test_1', 'API key Shop'],
    ['user:01a2', 'Mira Iyer'],
  ]);
  it.each([
    ['api_key:key_test_1', 'API key Shop'],
    ['api_key:key_test_2', 'API key key_test_2'],
    ['user:01a2', 'Mira Iyer'],
    ['user:01a3', 'a member'],
    ['shopper', 'the shopper'],
    ['system', 'the gateway'],
  ])('%s is %s', (actor, name) => expect(actorName(actor, actors)).toBe(name));
});
