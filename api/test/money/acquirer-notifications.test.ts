import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { approveAtBank, holdBank } from '../support/bank.js';
import { Gateway } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';
import { accountOf, bodyOf, Notifier } from '../support/notifications.js';
import { freePort, waitFor } from '../support/processes.js';
import { TcpProxy } from '../support/tcp-proxy.js';

/** The bank's next answer about slow@… is this far away, and so is the gateway's next poll. */
const SLOW = { SIMULATOR_SLOW_DELAY: '10m' };

interface ChargeRow {
  id: string;
  wake_seq: number;
  fence: number;
  due_in: number | null;
  since_asked: number;
}

describe('a notification of the acquirer', () => {
  let gateway: Gateway;
  let acquirer: Notifier;
  beforeAll(async () => {
    gateway = await Gateway.start({ env: SLOW });
    acquirer = new Notifier(gateway, await accountOf(gateway.api));
  });
  afterAll(() => gateway.stop());

  const chargeOf = async (paymentId: string): Promise<ChargeRow> => {
    const text = `SELECT id, wake_seq, fence, extract(epoch FROM due_at - now())::float8 AS due_in,
      extract(epoch FROM now() - asked_at)::float8 AS since_asked FROM charges WHERE payment_id = $1`;
    return (await gateway.db.query<ChargeRow>(text, [paymentId])).rows[0]!;
  };
  const rows = async () =>
    (
      await gateway.db.query<{ matched_at: Date | null; due_at: Date | null; type: string }>(
        'SELECT * FROM connector_notifications ORDER BY received_at',
      )
    ).rows;
  /** A payment that the bank has and does not decide; its next poll is minutes away. */
  const undecided = async () => {
    const { id } = await gateway.pay((await gateway.order()).id, { method: 'upi', vpa: 'slow@upi' });
    await waitFor(async () => ((await chargeOf(id))?.due_in ?? 0) > 100, { what: 'a poll that is minutes away' });
    return { id, charge: (await chargeOf(id)).id };
  };

  it('makes a payment final within a second or two, although its next poll is minutes away', async () => {
    const { id, charge } = await undecided();
    await approveAtBank(gateway, id);
    const since = performance.now();
    expect(await acquirer.about('charge', charge)).toEqual({ status: 200, text: '' });
    await gateway.payment(id, ['success']);
    expect(performance.now() - since).toBeLessThan(2_000);
  });

  it('is never believed: it names what to ask about, and the acquirer’s answer decides', async () => {
    const { id, charge } = await undecided();
    const { fence } = await chargeOf(id);
    await acquirer.about('charge', charge, { type: 'charge.captured' });
    await waitFor(async () => (await chargeOf(id)).fence > fence, { what: 'the question' });
    await waitFor(async () => ((await chargeOf(id)).due_in ?? 0) > 100, { what: 'the next poll' });
    expect(await gateway.payment(id, ['at_bank'])).toMatchObject({ status: 'pending', captured: false });
    await approveAtBank(gateway, id);
    await acquirer.about('charge', charge, { type: 'charge.declined' });
    await gateway.payment(id, ['success']);
  });

  it('brings no poll nearer than a second after the last one', async () => {
    const { id, charge } = await undecided();
    await gateway.workers[0]!.stop();
    try {
      await gateway.db.query('UPDATE charges SET asked_at = now() WHERE id = $1', [charge]);
      await acquirer.about('charge', charge);
      const { due_in: dueIn, since_asked: sinceAsked } = await chargeOf(id);
      expect((dueIn ?? 0) + sinceAsked).toBeCloseTo(1, 2);
    } finally {
      await gateway.startWorker();
    }
  });

  it('is found by the acquirer’s own id as well', async () => {
    const { id } = await undecided();
    const text = 'SELECT id FROM charge_ids WHERE charge_id = $1';
    const { rows: ids } = await gateway.db.query<{ id: string }>(text, [(await chargeOf(id)).id]);
    await approveAtBank(gateway, id);
    await acquirer.send(bodyOf({ data: { object: 'charge', reference: 'unknown', id: ids[0]?.id } }));
    await gateway.payment(id, ['success']);
  });

  it('wakes once: repeats by id or by body, also at once and later, are accepted and change nothing', async () => {
    const { id, charge } = await undecided();
    const { wake_seq: before } = await chargeOf(id);
    const count = (await rows()).length;
    const data = { object: 'charge', reference: charge };
    const body = bodyOf({ id: 'evt_same', data });
    const replies = await Promise.all(Array.from({ length: 10 }, () => acquirer.send(body)));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await acquirer.send(bodyOf({ id: 'evt_same', data, created: 'later' }))).status).toBe(200);
    expect((await chargeOf(id)).wake_seq).toBe(before + 1);
    expect(await rows()).toHaveLength(count + 1);
  });

  it('out of order changes nothing: a late one only asks again', async () => {
    const { id } = await gateway.captured();
    const shown = await gateway.payment(id);
    const { id: charge, fence } = await chargeOf(id);
    for (const type of ['charge.captured', 'charge.requires_action', 'charge.declined'])
      expect((await acquirer.about('charge', charge, { type })).status).toBe(200);
    await waitFor(async () => (await chargeOf(id)).fence > fence, { what: 'the question' });
    await waitFor(async () => (await chargeOf(id)).due_in === null, { what: 'its end' });
    expect(await gateway.payment(id)).toEqual(shown);
  });

  it('during a call is not lost: the charge is asked again at once, whatever the call returned', async () => {
    const { id, charge } = await undecided();
    const hold = await holdBank(gateway, 'find_charge', 'hold_after');
    try {
      await gateway.makeDue('payments', id, 'due_at');
      await hold.held(); // the bank has answered "pending", and the answer is on its way
      await approveAtBank(gateway, id);
      expect((await acquirer.about('charge', charge)).status).toBe(200);
    } finally {
      await hold.release();
    }
    const since = performance.now();
    await gateway.payment(id, ['success']);
    expect(performance.now() - since).toBeLessThan(5_000);
  });

  it('is refused with 400 and no detail if it is forged, stale, or for an account that does not exist', async () => {
    const { id, charge } = await undecided();
    const { wake_seq: before } = await chargeOf(id);
    const count = (await rows()).length;
    const body = bodyOf({ data: { object: 'charge', reference: charge } });
    const refused = [
      await acquirer.send(body, { secret: 'nsec_guessed' }),
      await acquirer.send(body, { ageSeconds: 301 }),
      await acquirer.send(body, { ageSeconds: -400 }),
      await acquirer.send(body, { account: 'ca_0000000000000000' }),
      await acquirer.send(body, { connector: 'stripe' }),
      await acquirer.send('{"id":"evt_1"}'),
      await acquirer.send('not json'),
    ];
    expect(refused).toEqual(refused.map(() => ({ status: 400, text: '' })));
    expect((await acquirer.send(bodyOf({ type: 'x'.repeat(64 * 1024) }))).status).toBe(400);
    expect((await chargeOf(id)).wake_seq).toBe(before);
    expect(await rows()).toHaveLength(count);
  });

  it('wakes no charge of another account, even if it names one', async () => {
    const { id, charge } = await undecided();
    const { wake_seq: before } = await chargeOf(id);
    const stranger = await gateway.newMerchant();
    const account = await accountOf(stranger.api);
    const { rows: ids } = await gateway.db.query<{ id: string }>('SELECT id FROM charge_ids WHERE charge_id = $1', [
      charge,
    ]);
    const said = bodyOf({ data: { object: 'charge', reference: charge, id: ids[0]?.id } });
    expect((await acquirer.send(said, { account })).status).toBe(200);
    expect((await chargeOf(id)).wake_seq).toBe(before);
  });

  it('without a match is kept and matched again for a day', async () => {
    const { id, charge } = await undecided();
    await approveAtBank(gateway, id);
    await acquirer.send(bodyOf({ data: { object: 'charge', reference: 'unknown', id: 'sim_later' } }));
    const newest = async () => (await rows()).at(-1)!;
    expect(await newest()).toMatchObject({ matched_at: null, due_at: expect.any(Date) });
    await gateway.db.query(
      `INSERT INTO charge_ids (merchant_id, account_id, kind, id, charge_id)
       SELECT merchant_id, account_id, 'charge', 'sim_later', id FROM charges WHERE id = $1`,
      [charge],
    );
    await gateway.payment(id, ['success']);
    expect(await newest()).toMatchObject({ matched_at: expect.any(Date), due_at: null });

    await acquirer.send(bodyOf({ data: { object: 'charge', reference: 'never' } }));
    const old = `UPDATE connector_notifications SET received_at = received_at - interval '25 hours', due_at = now()
      WHERE charge_reference = 'never'`;
    await gateway.db.query(old);
    const given = `SELECT FROM connector_notifications WHERE charge_reference = 'never' AND due_at IS NULL AND matched_at IS NULL`;
    await waitFor(async () => (await gateway.db.query(given)).rowCount === 1, { what: 'the end of the tries' });
  });

  it('shows on the account when the last one came, and when the last one was verified', async () => {
    const { api } = await gateway.newMerchant();
    const account = await accountOf(api);
    const shown = async () => (await api.get(`/api/v1/connector-accounts/${account}`)).json;
    expect(await shown()).toMatchObject({
      ...{ last_notification_at: null, last_verified_at: null, has_webhook_secret: true },
      notification_url: expect.stringMatching(new RegExp(`/connectors/simulated/${account}/notifications$`)),
    });
    const body = bodyOf({ data: { object: 'charge', reference: 'chg_1' } });
    await acquirer.send(body, { account, secret: 'nsec_guessed' });
    expect(await shown()).toMatchObject({ last_notification_at: expect.any(String), last_verified_at: null });
    await acquirer.send(body, { account });
    const { last_notification_at: last, last_verified_at: verified, version } = await shown();
    expect([last, version]).toEqual([verified, 1]);
  });

  it('verifies under the secret that the account stores, and under the one before', async () => {
    const { id: merchantId, api } = await gateway.newMerchant();
    const account = await accountOf(api);
    const owner = (await gateway.newMember('owner', merchantId)).api;
    for (const secret of ['nsec_stored_1', 'nsec_stored_2'])
      await owner.patch(`/api/v1/connector-accounts/${account}`, { webhook_secret: secret });
    const sent = (secret: string, reference: string) =>
      acquirer.send(bodyOf({ data: { object: 'charge', reference } }), { account, secret });
    expect((await sent('nsec_stored_1', 'a')).status).toBe(200);
    expect((await sent('nsec_stored_2', 'b')).status).toBe(200);
    expect((await sent('nsec_stored_3', 'c')).status).toBe(400);
  });

  it('leaves every invariant intact', async () => {
    const text = `UPDATE simulated_bank.charges SET status = 'cancelled' WHERE account = $1 AND status = 'pending'`;
    await gateway.bank.book.query(text, [gateway.bank.account]);
    await gateway.db.query(`UPDATE charges SET due_at = now() WHERE status = 'open'`);
    expect(await violatedInvariants(gateway)).toEqual({});
  });

  it('beyond the limit of its address is refused with 429, and counts for no other address', async () => {
    const port = await freePort();
    const server = await gateway.startServer({ PORT: String(port), RATE_LIMIT_NOTIFICATIONS: '3/1h' });
    const sent = () => acquirer.send(bodyOf({ data: { object: 'charge', reference: 'flood' } }), { port });
    const replies = [await sent(), await sent(), await sent(), await sent()];
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    const other = { headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.9' }, method: 'POST' };
    const path = `http://127.0.0.1:${port}/connectors/simulated/${acquirer.account}/notifications`;
    expect((await fetch(path, { ...other, body: '{}' })).status).toBe(400);
    await server.stop();
  });
});

describe('a notification that cannot be stored', () => {
  it('is answered with 503, so that the acquirer sends it again', async () => {
    const url = new URL(process.env['TEST_DATABASE_URL'] ?? '');
    const proxy = await TcpProxy.to({ host: url.hostname, port: Number(url.port) });
    const route = (databaseUrl: string) => {
      const through = new URL(databaseUrl);
      through.port = String(proxy.address.port);
      return through.href;
    };
    const gateway = await Gateway.start({ worker: false, route });
    const acquirer = new Notifier(gateway, await accountOf(gateway.api));
    const body = bodyOf({ data: { object: 'charge', reference: 'chg_1' } });
    await proxy.cut();
    expect((await acquirer.send(body)).status).toBe(503);
    await proxy.restore();
    await waitFor(async () => (await acquirer.send(body)).status === 200, { what: 'the stored notification' });
    const { rowCount } = await gateway.db.query('SELECT FROM connector_notifications');
    expect(rowCount).toBe(1);
    await gateway.stop();
    await proxy.cut();
  });
});
