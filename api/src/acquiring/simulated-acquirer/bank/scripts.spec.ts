import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAGIC_CARDS, MAGIC_VPAS, tokenizeCard, tokenizeUpi } from '../../connectors/simulated/test-instruments.js';
import { readToken, type Script, scriptOf } from './scripts.js';

const CARDS: [number: string, script: Script][] = [
  ['4111111111111111', {}],
  ['5555555555554444', {}],
  ['378282246310005', {}],
  ['6521111111111110', {}],
  ['4242424242424242', {}],
  ['4000000000000002', { declines: 'card_declined' }],
  ['4000000000009995', { declines: 'insufficient_funds' }],
  ['4000000000000069', { declines: 'expired_card' }],
  ['4000000000003220', { requires: 'otp' }],
  ['4000000000003063', { challenges: true, declines: 'card_declined' }],
  ['4000000000000119', { silent: 'lost' }],
  ['4000000000005126', { refundsDeclined: true }],
];

const VPAS: [name: string, script: Script][] = [
  ['success', {}],
  ['anybody.else', {}],
  ['constructor', {}],
  ['failure', { declines: 'upi_declined' }],
  ['nofunds', { declines: 'insufficient_funds' }],
  ['approve', { requires: 'upi_approve' }],
  ['timeout', { silent: 'charged' }],
  ['slow', { slow: true }],
  ['Slow', { slow: true }],
];

describe('magic instruments', () => {
  it.each(CARDS)('card %s', (number, script) => {
    expect(scriptOf(readToken(tokenizeCard({ number, network: 'visa' })).outcome)).toEqual(script);
  });

  it.each(VPAS)('%s@ any handle', (name, script) => {
    for (const handle of ['bank', 'okaxis']) {
      expect(scriptOf(readToken(tokenizeUpi({ vpa: `${name}@${handle}` })).outcome)).toEqual(script);
    }
  });

  it('UPI intent is approved in the app', () => {
    expect(tokenizeUpi({ flow: 'intent' })).toBe(tokenizeUpi({ vpa: 'approve@bank' }));
  });

  it('every magic number and name is in the tables above', () => {
    expect(CARDS.map(([number]) => number)).toEqual(expect.arrayContaining(Object.keys(MAGIC_CARDS)));
    expect(VPAS.map(([name]) => name)).toEqual(expect.arrayContaining(Object.keys(MAGIC_VPAS)));
  });

  it('the token of a card contains its network, last four digits and outcome, and nothing else', () => {
    expect(tokenizeCard({ number: '4111111111111111', network: 'visa' })).toBe('sim_card:visa:1111:success');
    const digits = fc.stringMatching(/^\d{13,19}$/);
    fc.assert(
      fc.property(digits, (number) => {
        expect(tokenizeCard({ number, network: 'rupay' })).toMatch(/^sim_card:rupay:\d{4}:[a-z_]+$/);
      }),
    );
  });

  it.each(['', 'sim_card:visa:1111', 'sim_card:visa:1111:toString', 'sim_upi:success:x', 'tok_of_another_bank'])(
    'a token that the bank never made is declined (%j)',
    (token) => expect(scriptOf(readToken(token).outcome)).toEqual({ declines: 'invalid_instrument' }),
  );
});
