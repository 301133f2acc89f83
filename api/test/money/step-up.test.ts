import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { approveAtBank, stopBank, bankCharge } from '../support/bank.js';
import { newKey } from '../support/client.js';
import { cardOf, Gateway } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';

const OTP_CARD = { method: 'card', card: cardOf('4000000000003220') };
const APP = { method: 'upi', vpa: 'approve@upi' };

describe('a payment with a step-up', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start();
  });
  afterAll(() => gateway.stop());

  const waiting = async (instrument: object): Promise<{ id: string; order_id: string }> => {
    const order = await gateway.order();
    return gateway.payment((await gateway.pay(order.id, instrument)).id, ['requires_action']);
  };
  const answer = (id: string, body: object, key?: string) =>
    gateway.shopper.post(`/api/v1/payments/${id}/action`, body, { key });
  const expire = async (id: string) => {
    await gateway.makeDue('payments', id, 'action_expires_at');
    await gateway.makeDue('payments', id, 'due_at');
  };

  it('succeeds after the correct OTP, charged once', async () => {
    const { id } = await waiting(OTP_CARD);
    const shown = await gateway.shopper.get(`/api/v1/payments/${id}/public`);
    expect(shown.json.next_action).toEqual({ type: 'otp', attempts_left: 3, expires_at: expect.stringMatching(/Z$/) });
    const reply = await answer(id, { otp: '123456' });
    expect(reply).toMatchObject({ status: 200, json: { id, status: 'success', next_action: null } });
    expect(reply.json).not.toHaveProperty('card_last4');
    expect(await gateway.payment(id)).toMatchObject({ status: 'success', captured: true });
    expect(await gateway.ledger(id)).toEqual([{ kind: 'capture', amount: 50_000 }]);
    expect(await gateway.events(id)).toEqual([
      'payment.created',
      'payment.pending',
      'payment.requires_action',
      'payment.success',
    ]);
  });

  it('a wrong OTP uses one of three tries, each with its own event; the third fails the payment uncharged', async () => {
    const { id } = await waiting(OTP_CARD);
    expect((await answer(id, { otp: '000000' })).json).toMatchObject({
      status: 'requires_action',
      next_action: { attempts_left: 2 },
    });
    expect((await answer(id, { otp: '000001' })).json).toMatchObject({
      status: 'requires_action',
      next_action: { attempts_left: 1 },
    });
    expect((await answer(id, { otp: '000002' })).json).toMatchObject({ status: 'failed', next_action: null });
    expect(await gateway.payment(id)).toMatchObject({
      status: 'failed',
      error_code: 'PAYMENT_FAILED',
      error_reason: 'otp_failed',
    });
    expect(await gateway.ledger(id)).toEqual([]);
    const again = 'payment.requires_action';
    expect(await gateway.events(id)).toEqual([
      'payment.created',
      'payment.pending',
      again,
      again,
      again,
      'payment.failed',
    ]);
    expect(await answer(id, { otp: '123456' })).toMatchObject({ status: 400 });
  });

  it('wrong OTPs do not move the deadline of the step-up', async () => {
    const { id } = await waiting(OTP_CARD);
    const { next_action: first } = await gateway.payment(id, ['requires_action']);
    await answer(id, { otp: '000000' });
    const { next_action: second } = await gateway.payment(id, ['requires_action']);
    expect(second.expires_at).toBe(first.expires_at);
  });

  it('a wrong OTP with one key uses one try, however often it is sent', async () => {
    const { id } = await waiting(OTP_CARD);
    const key = newKey();
    const first = await Promise.all(Array.from({ length: 30 }, () => answer(id, { otp: '000000' }, key)));
    const later = await answer(id, { otp: '000000' }, key);
    expect(new Set([...first, later].map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(first.filter(({ headers }) => !headers.has('Idempotent-Replayed'))).toHaveLength(1);
    expect(later.headers.get('Idempotent-Replayed')).toBe('true');
    expect(await gateway.payment(id, ['requires_action'])).toMatchObject({ next_action: { attempts_left: 2 } });
    expect(await answer(id, { otp: '123456' }, key)).toMatchObject({
      status: 422,
      json: { error: { code: 'IDEMPOTENCY_ERROR' } },
    });
  });

  it('several correct OTPs at once charge once, and each gets a response', async () => {
    const { id } = await waiting(OTP_CARD);
    const replies = await Promise.all(Array.from({ length: 10 }, () => answer(id, { otp: '123456' })));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(replies.filter(({ status }) => status === 400)).toHaveLength(9);
    expect(await gateway.ledger(id)).toEqual([{ kind: 'capture', amount: 50_000 }]);
  });

  it.each([
    [true, { status: 'success', captured: true }, 1],
    [false, { status: 'failed', error_reason: 'upi_rejected' }, 0],
  ])('a UPI app that sends approve: %s ends in %j', async (approve, outcome, charges) => {
    const { id } = await waiting(APP);
    expect(await answer(id, { approve })).toMatchObject({ status: 200, json: { status: outcome.status } });
    expect(await gateway.payment(id)).toMatchObject(outcome);
    expect(await gateway.ledger(id)).toHaveLength(charges);
  });

  it('a UPI intent has a link for any app, and needs no VPA', async () => {
    const order = await gateway.order();
    const created = await gateway.pay(order.id, { method: 'upi', flow: 'intent' });
    expect(created).toMatchObject({ status: 'pending', flow: 'intent', vpa: null, next_action: null });
    const { next_action } = await gateway.payment(created.id, ['requires_action']);
    expect(next_action).toMatchObject({ type: 'upi_approve', expires_at: expect.any(String) });
    const link = new URL(next_action.upi_link);
    expect(link.protocol).toBe('upi:');
    expect(link.searchParams.get('am')).toBe('500.00');
    expect(await answer(created.id, { approve: true })).toMatchObject({ json: { status: 'success' } });
  });

  it('input of the wrong kind, of both kinds or of none is refused and uses no try', async () => {
    const otp = await waiting(OTP_CARD);
    const app = await waiting(APP);
    expect((await answer(otp.id, { approve: true })).json.error.description).toBe('This payment waits for otp');
    expect((await answer(app.id, { otp: '123456' })).json.error.description).toBe('This payment waits for upi_approve');
    expect(await answer(otp.id, { otp: '123456', approve: true })).toMatchObject({ status: 400 });
    expect(await answer(otp.id, {})).toMatchObject({ status: 400 });
    expect(await gateway.payment(otp.id, ['requires_action'])).toMatchObject({ next_action: { attempts_left: 3 } });
    expect(await gateway.payment(app.id, ['requires_action'])).toMatchObject({ next_action: { type: 'upi_approve' } });
  });

  it('a step-up of a payment that needs none is refused', async () => {
    const paid = await gateway.captured();
    const reply = await answer(paid.id, { otp: '123456' });
    expect(reply).toMatchObject({ status: 400, json: { error: { description: 'This payment waits for no action' } } });
    expect(await answer('pay_doesNotExist0000', { otp: '123456' })).toMatchObject({ status: 404 });
  });

  it('a step-up without input expires uncharged, and the order can be paid again', async () => {
    const { id, order_id } = await waiting(OTP_CARD);
    await expire(id);
    expect(await gateway.payment(id)).toMatchObject({ status: 'expired', captured: false });
    expect(await gateway.events(id)).toEqual([
      'payment.created',
      'payment.pending',
      'payment.requires_action',
      'payment.expired',
    ]);
    expect(await bankCharge(gateway, id)).toMatchObject({ status: 'cancelled' });
    expect(await answer(id, { otp: '123456' })).toMatchObject({ status: 400 });
    const next = await gateway.pay(order_id);
    expect(await gateway.payment(next.id)).toMatchObject({ status: 'success' });
  });

  it('an approval that reached the bank before the expiry wins: success', async () => {
    const { id } = await waiting(APP);
    await approveAtBank(gateway, id);
    await expire(id);
    expect(await gateway.payment(id)).toMatchObject({ status: 'success', captured: true });
    expect(await gateway.events(id)).toEqual([
      'payment.created',
      'payment.pending',
      'payment.requires_action',
      'payment.success',
    ]);
  });

  it('an expiry that races the approval ends with the bank’s result', async () => {
    const race = async (): Promise<string> => {
      const { id } = await waiting(APP);
      const [reply] = await Promise.all([answer(id, { approve: true }), expire(id)]);
      const { status } = await gateway.payment(id);
      expect(await bankCharge(gateway, id)).toMatchObject({ status: status === 'success' ? 'approved' : 'cancelled' });
      if (reply.status === 200) expect(reply.json.status).toBe(status);
      return status;
    };
    const ends = await Promise.all(Array.from({ length: 20 }, race));
    expect(ends.filter((status) => status !== 'success' && status !== 'expired')).toEqual([]);
  });

  it('an OTP is never stored', async () => {
    const otp = 'otp-731946-xq';
    const { id } = await waiting(OTP_CARD);
    await answer(id, { otp }, newKey());
    const { rows: tables } = await gateway.db.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    expect(tables.length).toBeGreaterThan(15);
    for (const { name } of tables) {
      const { rows } = await gateway.db.query(`SELECT t FROM ${name} t WHERE t::text LIKE $1`, [`%${otp}%`]);
      expect({ name, rows }).toEqual({ name, rows: [] });
    }
    expect(gateway.logs()).not.toContain(otp);
  });

  const atRest = async (id: string) => {
    await gateway.payment(id, ['requires_action', 'success', 'failed', 'cancelled', 'expired']);
  };

  it.each([
    ['the right OTP', '123456', 'success', 1],
    ['a wrong OTP', '000000', 'requires_action', 0],
  ])(
    'without a response from the bank to %s: 503 while undecided, then the repeat returns the result without another call',
    async (_, otp, status, charges) => {
      const [{ id }, key] = [await waiting(OTP_CARD), newKey()];
      const release = await stopBank(gateway);
      const first = await answer(id, { otp }, key);
      const early = await answer(id, { otp }, key);
      const withoutKey = await answer(id, { otp });
      await release();
      for (const reply of [first, early, withoutKey]) {
        expect([reply.status, reply.headers.has('Retry-After')]).toEqual([503, true]);
      }
      await atRest(id);
      const tries = (await bankCharge(gateway, id))?.otp_attempts_left;
      const repeat = await answer(id, { otp }, key);
      expect(repeat.status).toBe(200);
      expect([repeat.json.id, repeat.json.status]).toEqual([
        id,
        (await gateway.payment(id, ['requires_action', 'success'])).status,
      ]);
      if (charges === 0) expect(repeat.json.status).toBe(status);
      expect(await answer(id, { otp: '999999' }, key)).toMatchObject({ status: 422 });
      expect((await answer(id, { otp }, key)).text).toBe(repeat.text);
      expect((await bankCharge(gateway, id))?.otp_attempts_left).toBe(tries);
    },
  );

  it('a repeat of a wrong OTP whose response was lost never returns the success of a later OTP', async () => {
    const [{ id }, key] = [await waiting(OTP_CARD), newKey()];
    const release = await stopBank(gateway);
    expect(await answer(id, { otp: '000000' }, key)).toMatchObject({ status: 503 });
    await release();
    await gateway.payment(id, ['requires_action']);
    expect(await answer(id, { otp: '123456' })).toMatchObject({ status: 200, json: { status: 'success' } });
    expect(await answer(id, { otp: '000000' }, key)).toMatchObject({
      status: 409,
      json: { error: { code: 'CONFLICT_ERROR' } },
    });
  });

  it('leaves a balanced ledger', async () => {
    expect(await violatedInvariants(gateway)).toEqual({});
  });
});
