import { describe, expect, it } from '@jest/globals';
import { canonicalRequest } from './canonical-request.js';

const of = (body: unknown) => canonicalRequest('POST', '/api/v1/payments', body);

describe('two requests have one fingerprint', () => {
  it.each([
    ['in another order', { a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }],
    ['with another CVV of the card', { card: { number: '4', cvv: '123' } }, { card: { number: '4', cvv: '124' } }],
    ['with and without the CVV', { card: { number: '4' } }, { card: { number: '4', cvv: '124' } }],
    ['with the key in the body', { amount: 1 }, { amount: 1, idempotency_key: 'k' }],
    ['without a body', undefined, {}],
  ])('%s', (_, one, other) => expect(of(one)).toBe(of(other)));
});

describe('two requests have two fingerprints', () => {
  it.each([
    ['cvv in the notes', { notes: { cvv: '1' } }, { notes: { cvv: '2' } }],
    ['cvv at the top', { cvv: '1' }, { cvv: '2' }],
    ['idempotency_key in the notes', { notes: { idempotency_key: '1' } }, { notes: { idempotency_key: '2' } }],
    ['cvv of a card in the notes', { notes: { card: { cvv: '1' } } }, { notes: { card: { cvv: '2' } } }],
    ['cvv of a card in a list', { card: [{ cvv: '1' }] }, { card: [{ cvv: '2' }] }],
    ['a name with a dot', { 'card.cvv': '1' }, { 'card.cvv': '2' }],
    ['another number', { card: { number: '4' } }, { card: { number: '5' } }],
  ])('that differ in %s', (_, one, other) => expect(of(one)).not.toBe(of(other)));
});
