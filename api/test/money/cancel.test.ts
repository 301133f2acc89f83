import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stopBank, bankCharge } from '../support/bank.js';
import { cardOf, Gateway } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';

const REFUSED = { status: 400, json: { error: { description: 'Payment cannot be cancelled' } } };
const SLOW = { method: 'upi', vpa: 'slow@upi' };
const OTP_CARD = { method: 'card', card: cardOf('4000000000003220') };

describe('cancelling a payment', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ env: { BANK_TIMEOUT: '2s', SIMULATOR_SLOW_DELAY: '30s' }, worker: false });
  });
  afterAll(() => gateway.stop());

  const cancel = (id: string) => gateway.api.post(`/api/v1/payments/${id}/cancel`);
  const paymentIn = async (status: string, instrument?: object, order: object = {}) => {
    const { id } = await gateway.pay((await gateway.order(order)).id, instrument);
    return gateway.payment(id, [status]);
  };

  it('ends a payment that no worker has started, without a call to the bank', async () => {
    const { id } = await paymentIn('pending');
    const reply = await cancel(id);
    expect(reply).toMatchObject({ status: 200, json: { id, status: 'cancelled', cancelled_at: expect.any(String) } });
    await gateway.startWorker();
    const witness = await gateway.captured();
    expect(await bankCharge(gateway, witness.id)).toBeDefined();
    expect(await bankCharge(gateway, id)).toBeUndefined();
    expect(await gateway.events(id)).toEqual(['payment.created', 'payment.cancelled']);
  });

  it.each([
    ['at_bank', SLOW, {}],
    ['requires_action', OTP_CARD, {}],
    ['success', undefined, { capture: 'manual' }],
  ])(
    'closes a payment that is %s at the bank, uncharged, and the order can be paid again',
    async (status, instrument, order) => {
      const payment = await paymentIn(status, instrument, order);
      expect(await cancel(payment.id)).toMatchObject({ status: 200, json: { status: 'cancelled', captured: false } });
      expect(await bankCharge(gateway, payment.id)).toMatchObject({ status: 'cancelled', captured_amount: 0 });
      expect((await gateway.events(payment.id)).at(-1)).toBe('payment.cancelled');
      const next = await gateway.pay(payment.order_id);
      expect(await gateway.payment(next.id)).toMatchObject({ status: 'success' });
    },
  );

  it('is refused after the money was taken, or after any other final status', async () => {
    const captured = await gateway.captured();
    expect(await cancel(captured.id)).toMatchObject(REFUSED);
    expect(await gateway.payment(captured.id)).toEqual(captured);
    const failed = await paymentIn('failed', { method: 'upi', vpa: 'failure@upi' });
    expect(await cancel(failed.id)).toMatchObject(REFUSED);
    expect(await cancel('pay_doesNotExist0000')).toMatchObject({ status: 404 });
  });

  it('returns the same body for a repeat', async () => {
    const { id } = await paymentIn('at_bank', SLOW);
    const first = await cancel(id);
    const again = await cancel(id);
    expect([again.status, again.text]).toEqual([200, first.text]);
    expect(await gateway.events(id)).toEqual(['payment.created', 'payment.pending', 'payment.cancelled']);
  });

  it('returns the same response to all simultaneous requests', async () => {
    const { id } = await paymentIn('at_bank', SLOW);
    const replies = await Promise.all(Array.from({ length: 20 }, () => cancel(id)));
    expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(replies[0]).toMatchObject({ status: 200 });
    expect(await gateway.events(id)).toEqual(['payment.created', 'payment.pending', 'payment.cancelled']);
  });

  it('that races the charge has the result that the bank recorded, and returns it', async () => {
    const race = async () => {
      const { id } = await gateway.pay((await gateway.order()).id);
      const reply = await cancel(id);
      const { status } = await gateway.payment(id);
      if (reply.status !== 503)
        expect([reply.status, status]).toEqual(status === 'cancelled' ? [200, status] : [400, 'success']);
      expect(await gateway.ledger(id)).toEqual(status === 'success' ? [{ kind: 'capture', amount: 50_000 }] : []);
    };
    for (let round = 0; round < 4; round++) await Promise.all(Array.from({ length: 10 }, race));
  });

  it('without a response from the bank: 503 with Retry-After; it is carried out anyway, and the repeat returns it', async () => {
    const { id } = await paymentIn('requires_action', OTP_CARD);
    const back = await stopBank(gateway);
    const reply = await cancel(id).finally(back);
    expect(reply).toMatchObject({ status: 503, json: { error: { code: 'SERVICE_UNAVAILABLE' } } });
    expect(Number(reply.headers.get('Retry-After'))).toBeGreaterThan(0);
    const cancelled = await gateway.payment(id, ['cancelled']);
    expect(await cancel(id)).toMatchObject({ status: 200, json: cancelled });
    expect(await gateway.events(id)).toEqual([
      'payment.created',
      'payment.pending',
      'payment.requires_action',
      'payment.cancelled',
    ]);
  });

  it('leaves a balanced ledger', async () => {
    expect(await violatedInvariants(gateway)).toEqual({});
  });
});
