import { describe, expect, it } from '@jest/globals';
import { statedBy } from './razorpay-stated.js';

const payment = {
  id: 'pay_1',
  status: 'captured',
  amount: 500,
  currency: 'INR',
  amount_refunded: 0,
  refund_status: null,
};
const link = { id: 'plink_1', status: 'paid', amount: 500, amount_paid: 500 };
const order = { entity: { id: 'order_1' } };
const stated = { object: 'charge', connectorReference: 'pay_1', amount: 500, currency: 'INR', captured: 500 };
const paidBy = (fields: object) => ({ payment: { entity: { ...payment, ...fields } } });

describe('what a notification of Razorpay states', () => {
  it('is a captured payment, with its link or without', () => {
    const body = { entity: 'event', account_id: 'acc_1', contains: ['payment'], created_at: 1 };
    expect(statedBy({ ...body, event: 'payment.captured', payload: paidBy({ method: 'upi' }) })).toEqual(stated);
    const payload = { ...paidBy({}), payment_link: { entity: link }, order };
    expect(statedBy({ ...body, event: 'payment_link.paid', payload })).toEqual(stated);
  });

  it.each<[string, object]>([
    ['payment.authorized', paidBy({})],
    ['payment.captured', paidBy({ status: 'authorized' })],
    ['payment.captured', paidBy({ status: 'refunded' })],
    ['payment.captured', paidBy({ amount_refunded: 1, refund_status: 'partial' })],
    ['payment.captured', paidBy({ amount_refunded: undefined })],
    ['payment.captured', paidBy({ refund_status: 'full' })],
    ['payment.captured', paidBy({ amount: 500.5 })],
    ['payment.captured', paidBy({ id: 'order_1' })],
    ['payment.captured', {}],
    ['payment.captured', { ...paidBy({}), dispute: { entity: { id: 'disp_1' } } }],
    ['payment.dispute.created', { ...paidBy({}), dispute: { entity: { id: 'disp_1' } } }],
    ['payment_link.paid', paidBy({})],
    ['payment_link.paid', { ...paidBy({}), payment_link: { entity: { ...link, amount_paid: 1_000 } } }],
    ['payment_link.paid', { ...paidBy({}), payment_link: { entity: { ...link, status: 'partially_paid' } } }],
    ['refund.processed', { ...paidBy({}), refund: { entity: { id: 'rfnd_1', amount: 500, status: 'processed' } } }],
  ])('is more than a capture, or not read: %s %j', (event, payload) =>
    expect(statedBy({ entity: 'event', event, payload })).toBeUndefined(),
  );

  it.each([null, 'text', [], {}])('is nothing in %j', (body) => expect(statedBy(body)).toBeUndefined());
});
