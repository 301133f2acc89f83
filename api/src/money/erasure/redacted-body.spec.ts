import { describe, expect, it } from '@jest/globals';
import { redactedBody, redactedEvent } from './redacted-body.js';

const ASHA = { id: 'cust_1', name: 'Asha', email: 'asha@example.com', contact: null };
const GONE = { id: 'cust_1', name: 'erased', email: 'erased', contact: null };
const RAVI = { id: 'cust_2', name: 'Ravi', email: null, contact: null };
const redacted = (body: unknown) => {
  const text = redactedBody(JSON.stringify(body), 'cust_1');
  return text === null ? null : (JSON.parse(text) as unknown);
};

describe('a body without the data of a customer', () => {
  it('keeps everything but the name, email and contact of this customer, wherever a copy of it stands', () => {
    const body = {
      data: { order: { amount: 5, customer: ASHA }, payment: { customer: RAVI, order: { customer: ASHA } } },
    };
    expect(redacted(body)).toEqual({
      data: { order: { amount: 5, customer: GONE }, payment: { customer: RAVI, order: { customer: GONE } } },
    });
  });

  it('of the customer itself has no notes either', () => {
    expect(redacted({ ...ASHA, version: 2, notes: { tier: 'gold' } })).toEqual({ ...GONE, version: 2, notes: {} });
  });

  it('is not written if there is nothing to erase, so that an erasure can be repeated', () => {
    for (const body of [{ customer: RAVI }, { customer: GONE }, { customer: null }, [1, 'Asha'], null]) {
      expect(redacted(body)).toBeNull();
    }
  });

  it("leaves the merchant's notes as they are", () => {
    const notes = { customer: ASHA };
    expect(redacted({ notes })).toBeNull();
    expect(redacted({ notes, customer: ASHA })).toEqual({ notes, customer: GONE });
  });

  it('is marked as redacted if it is an event, once', () => {
    const event = { id: 'evt_1', version: 3, data: { customer: ASHA } };
    const text = redactedEvent(JSON.stringify(event), 'cust_1');
    expect(text).toBe(JSON.stringify({ id: 'evt_1', version: 3, redacted: true, data: { customer: GONE } }));
    expect(redactedEvent(text ?? '', 'cust_1')).toBeNull();
  });
});
