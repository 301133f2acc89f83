import { describe, expect, it } from '@jest/globals';
import { statedBy } from './stripe-stated.js';

const session = { object: 'checkout.session', id: 'cs_1', payment_status: 'paid', amount_total: 500, currency: 'inr' };
const intent = {
  ...{ object: 'payment_intent', id: 'pi_1', status: 'succeeded', amount: 500, amount_received: 400, currency: 'inr' },
};
const charge = {
  ...{ object: 'charge', id: 'ch_1', payment_intent: 'pi_1', captured: true, amount: 500, amount_captured: 500 },
  ...{ currency: 'inr', amount_refunded: 0, refunded: false, disputed: false },
};
const refund = { object: 'refund', id: 're_1', status: 'succeeded', amount: 100, currency: 'inr' };
const event = (type: string, object: object) => ({ object: 'event', id: 'evt_1', type, data: { object } });
const whole = { object: 'charge', amount: 500, currency: 'INR', captured: 500 };

describe('what an event of Stripe states', () => {
  it.each<[string, object, object]>([
    ['checkout.session.completed', session, whole],
    ['checkout.session.async_payment_succeeded', session, whole],
    ['payment_intent.succeeded', intent, { ...whole, captured: 400 }],
    ['charge.succeeded', charge, whole],
    ['charge.captured', { ...charge, amount_captured: 400 }, { ...whole, captured: 400 }],
    ['refund.updated', refund, { object: 'refund', connectorReference: 're_1', amount: 100, currency: 'INR' }],
  ])('is a capture or a refund: %s', (type, object, stated) => expect(statedBy(event(type, object))).toEqual(stated));

  it('is in the unit of the gateway', () =>
    expect(statedBy(event('payment_intent.succeeded', { ...intent, currency: 'isk' }))).toMatchObject({
      ...{ amount: 5, captured: 4, currency: 'ISK' },
    }));

  it.each<[string, object]>([
    ['checkout.session.completed', { ...session, payment_status: 'unpaid' }],
    ['checkout.session.completed', { ...session, amount_total: null }],
    ['checkout.session.expired', session],
    ['payment_intent.succeeded', { ...intent, status: 'requires_capture' }],
    ['payment_intent.succeeded', { ...intent, amount: '500' }],
    ['payment_intent.succeeded', { ...intent, amount: 501, currency: 'isk' }],
    ['payment_intent.amount_capturable_updated', intent],
    ['charge.succeeded', { ...charge, captured: false }],
    ['charge.succeeded', { ...charge, amount_refunded: 1 }],
    ['charge.succeeded', { ...charge, disputed: true }],
    ['charge.succeeded', { ...charge, payment_intent: null }],
    ['charge.refunded', charge],
    ['charge.dispute.created', { object: 'dispute', id: 'du_1', amount: 500, currency: 'inr' }],
    ['refund.updated', { ...refund, status: 'pending' }],
    ['refund.failed', refund],
  ])('is more than that, or not read: %s %j', (type, object) => expect(statedBy(event(type, object))).toBeUndefined());

  it.each([null, 'text', [], {}])('is nothing in %j', (body) => expect(statedBy(body)).toBeUndefined());
});
