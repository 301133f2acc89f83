import { describe, expect, it } from '@jest/globals';
import { credentialsFault, currenciesFault, webhookSecretFault } from './account-input.js';

describe('credentials of an acquirer', () => {
  it.each([[{ secret_key: 'sk_test_51H' }], [{ key_id: 'rzp_test_1', key_secret: '!~' }]])('%j are accepted', (given) =>
    expect(credentialsFault(given)).toBeNull(),
  );
  it.each([
    ['must be an object', null],
    ['must be an object', ['sk_test_51H']],
    ['must be an object', 'sk_test_51H'],
    ['must have 1 to 10 entries', {}],
    ['must have 1 to 10 entries', Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`k${i}`, 'v']))],
    ['must have names', { ['k'.repeat(65)]: 'v' }],
    ['must have texts', { key: '' }],
    ['must have texts', { key: 7 }],
    ['must have texts', { key: 'sk_test_51H\n' }],
    ['must have texts', { key: 'é' }],
    ['must have texts', { key: 'v'.repeat(4_097) }],
  ])('%s: %j', (words, given) => expect(credentialsFault(given)).toContain(words));
  it('a fault names no value', () => expect(credentialsFault({ key: 'hidden é' })).not.toContain('hidden'));
});

describe('the secret of notifications', () => {
  it.each(['whsec_12', 'x'.repeat(255)])('%s is accepted', (given) => expect(webhookSecretFault(given)).toBeNull());
  it.each(['', 'short12', 'x'.repeat(256), 'with blank', 'eight\nlong', 7, null])('%j is not', (given) =>
    expect(webhookSecretFault(given)).toContain('8 to 255'),
  );
});

describe('the currencies of an account', () => {
  it.each([[['INR']], [['INR', 'JPY']]])('%j are accepted', (given) => expect(currenciesFault(given)).toBeNull());
  it.each([[[]], [['inr']], [['INR', 'XXX']], [['INR', null]], ['INR'], [7]])('%j are not', (given) =>
    expect(currenciesFault(given)).toContain('such as INR'),
  );
});
