import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { editDistance } from './edit-distance.js';
import { nearestName, unknownParameter } from './parameter-names.js';

const ORDER = ['amount', 'currency', 'receipt', 'notes', 'capture', 'expires_in', 'return_url'];
const REFUND = ['payment_id', 'amount', 'reason', 'idempotency_key'];
const PAYMENTS = ['limit', 'cursor', 'created_from', 'created_to', 'status', 'method', 'order_id', 'q'];
const CARD = ['number', 'expiry_month', 'expiry_year', 'cvv', 'holder_name'];

describe('the nearest known name', () => {
  it.each([
    ['amout', REFUND, 'amount'],
    ['captrue', ORDER, 'capture'],
    ['stat', PAYMENTS, 'status'],
    ['stauts', PAYMENTS, 'status'],
    ['orderId', PAYMENTS, 'order_id'],
    ['order-id', PAYMENTS, 'order_id'],
    ['status[]', PAYMENTS, 'status'],
    ['LIMIT', PAYMENTS, 'limit'],
    ['per_page', PAYMENTS, 'limit'],
    ['from', PAYMENTS, 'created_from'],
    ['cvc', CARD, 'cvv'],
    ['exp_month', CARD, 'expiry_month'],
    ['name', CARD, 'holder_name'],
    ['metadata', ORDER, 'notes'],
    ['redirect_url', ORDER, 'return_url'],
    ['paymentid', REFUND, 'payment_id'],
  ])('of %s is the one that was meant', (name, known, meant) => {
    expect(nearestName(name, known)).toBe(meant);
  });

  it.each(['zzz', 'x', '', '💥', 'constructor', '__proto__'])('of %j is none', (name) => {
    expect(nearestName(name, ORDER)).toBeUndefined();
  });

  it('is one of the known names or none, whatever was sent', () => {
    fc.assert(
      fc.property(fc.string(), (name) => expect([undefined, ...PAYMENTS]).toContain(nearestName(name, PAYMENTS))),
    );
  });
});

describe('the distance of two names', () => {
  it.each([
    ['', '', 0],
    ['capture', 'captrue', 1],
    ['amount', 'amout', 1],
    ['amount', '', 6],
    ['status', 'stat', 2],
  ])('of %j and %j is %d', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  it('is the same both ways, and at most the length of the longer', () => {
    const word = fc.string({ maxLength: 12 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
        expect(editDistance(a, b) === 0).toBe(a === b);
      }),
    );
  });
});

describe('the refusal of an unknown name', () => {
  it('names the field, the likely one, and what there is', () => {
    expect(unknownParameter('numbr', CARD, 'card.')).toMatchObject({
      reason: 'unknown_parameter',
      code: 'BAD_REQUEST_ERROR',
      field: 'card.numbr',
      description: 'card.numbr is not a parameter of this request: did you mean card.number?',
    });
    expect(unknownParameter('zzz', CARD).description).toContain('it takes number, expiry_month');
    expect(unknownParameter('zzz', []).description).toContain('it takes none');
  });

  it('sends the idempotency key to its header where the body has no place for it', () => {
    expect(unknownParameter('idempotency_key', ORDER).description).toContain('in the header Idempotency-Key');
  });

  it('shows neither a card number nor more than 64 characters of what was sent as a name', () => {
    expect(unknownParameter('4111111111111111', ORDER)).not.toMatchObject({
      field: expect.stringMatching(/411111111111/),
    });
    expect(unknownParameter('x'.repeat(5_000), ORDER).field).toHaveLength(64);
  });
});
