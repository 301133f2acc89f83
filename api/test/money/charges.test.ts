import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bankCharge, stopBank } from '../support/bank.js';
import { cardOf, DEMO_MERCHANT, Gateway } from '../support/gateway.js';
import { expectRefusal } from '../support/envelope.js';
import { violatedInvariants } from '../support/invariants.js';
import { waitFor } from '../support/processes.js';

const chargesUrl = (id: string) => `/api/v1/payments/${id}/charges`;

describe('the charges of a payment', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ env: { BANK_TIMEOUT: '1s' } });
  });
  afterAll(() => gateway.stop());

  const chargesOf = async (id: string) => (await gateway.api.get(chargesUrl(id))).json.data;
  const newAccount = async (priority: number, enabled = true): Promise<string> => {
    const { rows } = await gateway.db.query<{ id: string }>(
      `INSERT INTO connector_accounts (merchant_id, id, mode, connector, label, priority, enabled, created_by)
       VALUES ($1, 'ca_' || substr(md5(random()::text), 1, 16), 'test', 'simulated', 'Another', $2, $3, 'user') RETURNING id`,
      [DEMO_MERCHANT, priority, enabled],
    );
    return rows[0]?.id ?? '';
  };

  it('shows each try with its connection, reference at the acquirer, outcome and reason', async () => {
    const paid = await gateway.captured();
    const [charge, ...others] = await chargesOf(paid.id);
    expect(others).toEqual([]);
    expect(charge).toMatchObject({
      ...{ id: expect.stringMatching(/^chg_/), account_id: expect.stringMatching(/^ca_/), connector: 'simulated' },
      ...{ account_label: 'Simulated acquirer', status: 'approved', amount: 50_000, amount_captured: 50_000 },
      ...{ currency: 'INR', error_reason: null, connector_reference: paid.connector_reference },
    });
    expect(await bankCharge(gateway, paid.id)).toMatchObject({ reference: charge.id, charge_calls: 1 });

    const { id } = await gateway.pay((await gateway.order()).id, { method: 'upi', vpa: 'nofunds@upi' });
    await gateway.payment(id);
    expect(await chargesOf(id)).toMatchObject([
      { status: 'failed', amount_captured: 0, error_reason: 'insufficient_funds' },
    ]);
  });

  it('are none for a payment that was never sent, and 404 for one that does not exist', async () => {
    await gateway.workers[0]?.stop();
    const { id } = await gateway.pay((await gateway.order()).id);
    expect(await chargesOf(id)).toEqual([]);
    await gateway.startWorker();
    await gateway.payment(id);
    expect((await gateway.api.get(chargesUrl('pay_0000000000000000'))).status).toBe(404);
    const stranger = await gateway.newMerchant();
    expect((await stranger.api.get(chargesUrl(id))).status).toBe(404);
  });

  it('asking the bank about a charge does not write the payment', async () => {
    const gone = await gateway.pay((await gateway.order()).id, { method: 'card', card: cardOf('4000000000000119') });
    await gateway.payment(gone.id, ['at_bank']);
    const written = async () =>
      (await gateway.db.query<{ xmin: string }>('SELECT xmin::text FROM payments WHERE id = $1', [gone.id])).rows[0]
        ?.xmin;
    const before = await written();
    const sends = `SELECT FROM charges WHERE payment_id = $1 AND send_count > 1`;
    await waitFor(async () => (await gateway.db.query(sends, [gone.id])).rowCount, { what: 'a second send' });
    expect(await written()).toBe(before);
    expect(await gateway.payment(gone.id)).toMatchObject({
      status: 'failed',
      error_reason: 'bank_timeout',
      version: 3,
    });
  });

  it('a notification during a call makes the charge due at once, whatever the call returned', async () => {
    const release = await stopBank(gateway);
    const { id } = await gateway.pay((await gateway.order()).id, { method: 'upi', vpa: 'slow@upi' });
    try {
      await gateway.payment(id, ['at_bank']);
      await gateway.db.query('UPDATE charges SET wake_seq = wake_seq + 1 WHERE payment_id = $1', [id]);
    } finally {
      await release();
    }
    const due = `SELECT FROM charges WHERE payment_id = $1 AND fence > 1`;
    await waitFor(async () => (await gateway.db.query(due, [id])).rowCount, {
      timeoutMs: 10_000,
      what: 'another call',
    });
    await gateway.api.post(`/api/v1/payments/${id}/cancel`);
    await gateway.payment(id, ['cancelled']);
  });

  it('every later call goes to the account that the charge was made at', async () => {
    const order = await gateway.order({ capture: 'manual' });
    const { id } = await gateway.pay(order.id);
    await gateway.payment(id, ['success']);
    const [first] = await chargesOf(id);
    const preferred = await newAccount(-1);
    const disable = 'UPDATE connector_accounts SET enabled = false, removed_at = now() WHERE id = $1';
    await gateway.db.query(disable, [first.account_id]);
    expect((await gateway.api.post(`/api/v1/payments/${id}/capture`)).json).toMatchObject({ captured: true });
    const { json: refund } = await gateway.api.post('/api/v1/refunds', { payment_id: id, amount: 100 });
    expect(await gateway.refund(refund.id)).toMatchObject({ status: 'processed' });
    const { rows } = await gateway.db.query('SELECT charge_id FROM refunds WHERE id = $1', [refund.id]);
    expect(rows).toEqual([{ charge_id: first.id }]);

    const next = await gateway.captured();
    expect(await chargesOf(next.id)).toMatchObject([{ account_id: preferred }]);
    await gateway.db.query('UPDATE connector_accounts SET enabled = true, removed_at = NULL WHERE id = $1', [
      first.account_id,
    ]);
    await gateway.db.query('DELETE FROM connector_accounts WHERE id = $1', [preferred]);
  });

  it('a payment that no enabled account takes any more fails uncharged, with the reason', async () => {
    await gateway.workers[0]?.stop();
    const { id } = await gateway.pay((await gateway.order()).id);
    await gateway.db.query('UPDATE connector_accounts SET enabled = false WHERE merchant_id = $1', [DEMO_MERCHANT]);
    await gateway.startWorker();
    expect(await gateway.payment(id)).toMatchObject({ status: 'failed', error_reason: 'no_connection' });
    expect(await bankCharge(gateway, id)).toBeUndefined();
    await gateway.db.query('UPDATE connector_accounts SET enabled = true WHERE merchant_id = $1', [DEMO_MERCHANT]);
  });

  it('a payment that no enabled account takes is refused, and what to do is said', async () => {
    const order = await gateway.order();
    await gateway.db.query(`UPDATE connector_accounts SET methods = '{card}' WHERE merchant_id = $1`, [DEMO_MERCHANT]);
    const cure = 'add or change one under Connections in the dashboard, or with /api/v1/connector-accounts';
    const refused = await gateway.api.post('/api/v1/payments', {
      order_id: order.id,
      method: 'upi',
      vpa: 'success@upi',
    });
    expectRefusal(refused, {
      ...{ status: 400, code: 'BAD_REQUEST_ERROR', reason: 'no_connection' },
      description: `No enabled connection of this merchant is set to take upi in INR: ${cure}`,
    });
    const card = await gateway.pay(order.id, { method: 'card', card: cardOf('4111111111111111') });
    expect(await gateway.payment(card.id)).toMatchObject({ status: 'success' });
    await gateway.db.query(`UPDATE connector_accounts SET methods = NULL WHERE merchant_id = $1`, [DEMO_MERCHANT]);
  });

  it('the bank’s id of one charge is never taken for that of another', async () => {
    const { id } = await gateway.captured();
    const [{ id: charge }] = await chargesOf(id);
    const again = `INSERT INTO charge_ids SELECT merchant_id, account_id, kind, id, 'chg_other' FROM charge_ids WHERE charge_id = $1`;
    await expect(gateway.db.query(again, [charge])).rejects.toMatchObject({ constraint: 'charge_ids_pkey' });
    const second = `INSERT INTO charges SELECT (json_populate_record(c, '{"id":"chg_second"}')).* FROM charges c WHERE id = $1`;
    await expect(gateway.db.query(second, [charge])).rejects.toMatchObject({ constraint: 'charges_current' });
  });

  it('leaves a balanced ledger', async () => {
    expect(await violatedInvariants(gateway)).toEqual({});
  });
});
