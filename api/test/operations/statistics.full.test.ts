import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { COUNT_MINUTES } from '../../src/reporting/statistics/counting.queries.js';
import { approveAtBank } from '../support/bank.js';
import type { Client } from '../support/client.js';
import { conform } from '../support/conformance.js';
import { expectRefusal } from '../support/envelope.js';
import { cardOf, Gateway, type Merchant } from '../support/gateway.js';
import { byHour, countedByHour, everythingHappened, writeHistory } from '../support/history.js';
import { start, waitFor } from '../support/processes.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const asOf = async ({ db }: Gateway) =>
  (await db.query<{ as_of: Date }>('SELECT as_of FROM statistics_progress')).rows[0]?.as_of.getTime() ?? 0;
const now = async ({ db }: Gateway) =>
  (await db.query<{ now: Date }>('SELECT clock_timestamp() AS now')).rows[0]?.now.getTime() ?? 0;
/** Waits until everything that is committed by now is counted. */
const counted = async (gateway: Gateway) => {
  const since = await now(gateway);
  await waitFor(async () => (await asOf(gateway)) > since, {
    timeoutMs: 40_000,
    what: 'the count of the existing rows',
  });
};
/** Every row with the transaction that wrote it last, except minutes, which may be deleted at any time. */
const rowsOf = async ({ db }: Gateway) => {
  const text = `SELECT s.xmin || ' ' || s::text AS row FROM statistics s
    WHERE grain = 'hour' OR bucket > date_trunc('hour', now()) - interval '1 day'`;
  return (await db.query<{ row: string }>(text)).rows.map(({ row }) => row).sort();
};

describe('statistics of a history', () => {
  let gateway: Gateway;
  let merchants: Merchant[];
  beforeAll(async () => {
    gateway = await Gateway.start();
    merchants = [await gateway.newMerchant(), await gateway.newMerchant(), await gateway.newMerchant()];
    const ids = merchants.map(({ id }) => id);
    await writeHistory(gateway, ids, { payments: 4_000, hours: 54 });
    await gateway.db.query(`UPDATE statistics_progress SET as_of = now() - interval '55 hours'`);
    await counted(gateway);
  });
  afterAll(() => gateway.stop());

  it('equal a full count of every row, after a downtime of days', async () => {
    const truth = byHour(await everythingHappened(gateway));
    expect(truth.length).toBeGreaterThan(3_000);
    expect(await countedByHour(gateway)).toEqual(truth);
  });

  it('store minutes for two days, and the hours are their sums', async () => {
    const { rows } = await gateway.db.query(
      `SELECT min(bucket) > now() - interval '50 hours' AS forgotten, count(*)::int AS count FROM statistics WHERE grain = 'minute'`,
    );
    expect(rows).toEqual([{ forgotten: true, count: expect.any(Number) }]);
    expect(rows[0].count).toBeGreaterThan(1_000);
  });

  it('are neither changed nor rewritten if several workers count the same time again', async () => {
    const before = await rowsOf(gateway);
    await gateway.startWorker();
    await gateway.db.query(`UPDATE statistics_progress SET as_of = as_of - interval '5 hours'`);
    await counted(gateway);
    expect(await rowsOf(gateway)).toEqual(before);
  });

  it('are the same after a rebuild from scratch while the gateway works', async () => {
    await gateway.db.query(`INSERT INTO statistics SELECT merchant_id, grain, bucket, currency, 'succeeded', 9, 9
      FROM statistics WHERE metric = 'failed' ON CONFLICT DO NOTHING`);
    await gateway.db.query('UPDATE statistics SET count = count + 1');
    const rebuild = start('rebuild-statistics', gateway.environment);
    const ended = once(rebuild.child, 'exit');
    const payment = await gateway.captured(700, merchants[0]?.api);
    await ended;
    expect([rebuild.child.exitCode, rebuild.log()]).toEqual([0, expect.stringContaining('statistics rebuilt')]);
    await counted(gateway);
    const happened = await everythingHappened(gateway);
    expect(happened.some(({ amount }) => amount === payment.amount)).toBe(true);
    expect(await countedByHour(gateway)).toEqual(byHour(happened));
  });

  it('include rows that were written long before their commit', async () => {
    const late = new pg.Client({ connectionString: gateway.environment['DATABASE_URL'] });
    await late.connect();
    await late.query(`SET session_replication_role = replica; BEGIN;
      INSERT INTO movements (merchant_id, mode, type, payment_id, amount, currency)
        SELECT merchant_id, mode, 'capture', 'late', 123456, currency FROM payments LIMIT 1;
      INSERT INTO movements (merchant_id, mode, type, payment_id, amount, currency, created_at)
        SELECT merchant_id, mode, 'capture', 'later', 123457, currency, now() - interval '55 seconds' FROM payments LIMIT 1`);
    await counted(gateway);
    const without = byHour(await everythingHappened(gateway));
    expect(await countedByHour(gateway)).toEqual(without);
    await late.query('COMMIT');
    await late.end();
    await counted(gateway);
    const withBoth = byHour(await everythingHappened(gateway));
    expect(withBoth).not.toEqual(without);
    expect(await countedByHour(gateway)).toEqual(withBoth);
  });

  it.each(['', ', GENERIC_PLAN'])('are counted without a scan of the history (EXPLAIN%s)', async (generic) => {
    await gateway.db.query('VACUUM ANALYZE');
    const { rows: size } = await gateway.db.query<{ count: number }>('SELECT count(*) FROM events');
    expect(size[0]?.count).toBeGreaterThan(20_000);
    const minute = `timestamptz '${new Date(Date.now() - 3 * 60_000).toISOString()}'`;
    const text = generic ? COUNT_MINUTES.text : COUNT_MINUTES.text.replaceAll('$1', minute).replaceAll('$2', 'now()');
    const { rows } = await gateway.db.query<{ 'QUERY PLAN': string }>(`EXPLAIN (COSTS OFF${generic}) ${text}`);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toMatch(/Bitmap Index Scan on events_by_time/);
    expect(plan).toMatch(/Bitmap Index Scan on movements_by_time/);
    expect(plan).toMatch(/Index Scan using payments_(pkey|id)/);
    expect(plan.match(/Seq Scan on (events|movements|payments)/g)).toBeNull();
  });

  it('are returned for any period: figures, the previous period, buckets that add up, declines', async () => {
    const [merchant] = merchants as [Merchant];
    const { api } = await gateway.newMember('viewer', merchant.id);
    const happened = (await everythingHappened(gateway)).filter((one) => one.merchant === merchant.id);
    const end = Math.ceil(Date.now() / HOUR) * HOUR;
    for (const hours of [1, 7, 24, 30, 120]) {
      const [from, to] = [end - hours * HOUR, end];
      const query = new URLSearchParams({ from: new Date(from).toISOString(), to: new Date(to).toISOString() });
      const { json } = await api.get(`/api/v1/stats?${query.toString()}`);
      expect([json.from, json.to]).toEqual([query.get('from'), query.get('to')]);
      for (const { currency, current, previous, buckets, methods, declines } of json.currencies) {
        const own = happened.filter((one) => one.currency === currency);
        const [now, before] = [within(own, from, to), within(own, 2 * from - to, from)];
        expect({ hours, currency, current, previous }).toEqual({
          hours,
          currency,
          current: figures(now),
          previous: figures(before),
        });
        expect(buckets.map((one: { from: string }) => one.from)[0]).toBe(json.from);
        const days = Math.ceil(to / DAY) - Math.floor(from / DAY);
        expect(buckets.length).toBe(hours <= 72 ? hours : days);
        for (const figure of ['succeeded', 'failed', 'captured_amount', 'refunded_amount'])
          expect(sum(buckets.map((one: Record<string, number>) => one[figure]))).toBe(current[figure]);
        expect(methods).toEqual(byMethod(now));
        expect(sum(declines.map((one: { count: number }) => one.count))).toBe(current.failed);
      }
      expect(json.currencies.map((one: { currency: string }) => one.currency)).toEqual(['INR', 'JPY', 'USD']);
    }
  });
});

describe('days of a merchant in another time zone', () => {
  it('begin at its midnight, even at a fraction of an hour in UTC; a new time zone counts them again', async () => {
    const gateway = await Gateway.start();
    const merchant = await gateway.newMerchant();
    const { api } = await gateway.newMember('owner', merchant.id);
    await writeHistory(gateway, [merchant.id], { payments: 1_000, hours: 20 });
    const local = (at: Date | string, zone: string) => new Date(at).toLocaleDateString('en-CA', { timeZone: zone });
    const succeeded = (await everythingHappened(gateway)).filter(({ metric }) => metric === 'succeeded');
    for (const zone of ['Asia/Kolkata', 'Asia/Kathmandu', 'UTC']) {
      expect((await api.patch('/api/v1/merchant', { time_zone: zone })).json).toMatchObject({ time_zone: zone });
      await gateway.db.query(`UPDATE statistics_progress SET as_of = now() - interval '21 hours'`);
      await counted(gateway);
      const from = new Date(Date.now() - 5 * DAY).toISOString();
      const { json } = await api.get(`/api/v1/stats?from=${from}`);
      for (const { currency, buckets } of json.currencies) {
        const truth = new Map<string, number>();
        for (const { at } of succeeded.filter((one) => one.currency === currency))
          truth.set(local(at, zone), (truth.get(local(at, zone)) ?? 0) + 1);
        for (const bucket of buckets)
          expect([zone, bucket.from, bucket.succeeded]).toEqual([
            zone,
            bucket.from,
            truth.get(local(bucket.from, zone)) ?? 0,
          ]);
        expect(
          buckets
            .slice(1)
            .every((one: { from: string }) => local(new Date(Date.parse(one.from) - 1), zone) < local(one.from, zone)),
        ).toBe(true);
      }
    }
    for (const zone of ['Mars/Olympus', '+05:30', ''])
      expectRefusal(await api.patch('/api/v1/merchant', { time_zone: zone }), {
        status: 400,
        code: 'BAD_REQUEST_ERROR',
        field: 'time_zone',
      });
    await gateway.stop();
  });
});

type Happened = Awaited<ReturnType<typeof everythingHappened>>;
const within = (happened: Happened, from: number, to: number) =>
  happened.filter(({ at }) => at.getTime() >= from && at.getTime() < to);
const sum = (numbers: readonly (number | undefined)[]) => numbers.reduce<number>((total, one) => total + (one ?? 0), 0);

function figures(happened: Happened): object {
  const of = (...metrics: string[]) => happened.filter(({ metric }) => metrics.includes(metric));
  const moved = (...metrics: string[]) => sum(of(...metrics).map(({ amount }) => amount));
  const [succeeded, failed] = [of('succeeded').length, of('failed').length];
  return {
    transactions: of('succeeded', 'failed', 'cancelled', 'expired').length,
    succeeded,
    failed,
    success_rate: succeeded + failed > 0 ? succeeded / (succeeded + failed) : null,
    succeeded_amount: moved('succeeded'),
    captured_amount: moved('captured', 'reversed'),
    refunded_amount: 0 - moved('refunded', 'refund_failed'),
    refunds: of('refunded').length - of('refund_failed').length,
  };
}

/** The methods of a period, the one with the most payments first. */
function byMethod(happened: Happened): object[] {
  const all = happened.filter(({ metric }) => metric.includes(':') && !metric.startsWith('declined:'));
  const names = [...new Set(all.map(({ metric }) => metric.split(':')[1] ?? ''))];
  return names
    .map((method) => {
      const of = (metric: string) => all.filter((one) => one.metric === `${metric}:${method}`);
      const [succeeded, failed] = [of('succeeded'), of('failed')];
      return {
        method,
        succeeded: succeeded.length,
        failed: failed.length,
        success_rate: succeeded.length / (succeeded.length + failed.length),
        succeeded_amount: sum(succeeded.map(({ amount }) => amount)),
      };
    })
    .sort((a, b) => b.succeeded + b.failed - a.succeeded - a.failed || (a.method < b.method ? -1 : 1));
}

describe('statistics of current payments', () => {
  let gateway: Gateway;
  let merchant: Merchant;
  let viewer: Client;
  beforeAll(async () => {
    gateway = await Gateway.start();
    merchant = await gateway.newMerchant();
    viewer = (await gateway.newMember('viewer', merchant.id)).api;
  });
  afterAll(() => gateway.stop());

  const pay = async (instrument?: object, order: object = {}, amount = 1_000) =>
    gateway.pay((await gateway.order({ amount, ...order }, merchant.api)).id, instrument, merchant.api);
  const card = (number: string) => ({ method: 'card', card: cardOf(number) });
  const refund = async (paymentId: string, amount: number) => {
    const { json } = await merchant.api.post('/api/v1/refunds', { payment_id: paymentId, amount });
    return gateway.refund(json.id, merchant.api);
  };
  const stats = async (query = '', api = viewer) => {
    const reply = await api.get(`/api/v1/stats${query}`);
    conform('GET', '/api/v1/stats', reply);
    return reply.json;
  };

  it('are at most five seconds old', async () => {
    await counted(gateway); // after the boot
    const began = await asOf(gateway);
    await waitFor(
      async () => {
        const { as_of } = await stats();
        expect((await now(gateway)) - Date.parse(as_of)).toBeLessThan(5_000);
        return Date.parse(as_of) > began + 3_000;
      },
      { what: 'two counts' },
    );
  });

  it('count every final status once, and money as it moved', async () => {
    await merchant.api.post('/api/v1/payments', {}); // a refused request is not a payment
    const [paid, other] = [await pay(), await pay(card('4000000000005126'), { currency: 'USD' })];
    const declined = await pay(card('4000000000009995'));
    const slow = await pay({ method: 'upi', vpa: 'slow@upi' });
    const held = await pay(undefined, { capture: 'manual' });
    const part = await pay(undefined, { capture: 'manual' });
    for (const { id } of [paid, other, declined, held, part]) await gateway.payment(id, undefined, merchant.api);
    await merchant.api.post(`/api/v1/payments/${held.id}/cancel`);
    await merchant.api.post(`/api/v1/payments/${part.id}/capture`, { amount: 400 });
    await gateway.payment(slow.id, ['at_bank'], merchant.api);
    await merchant.api.post(`/api/v1/payments/${slow.id}/cancel`);
    await gateway.payment(slow.id, ['cancelled'], merchant.api);
    await approveAtBank(gateway, slow.id);
    await gateway.makeDue('payments', slow.id, 'due_at');
    await refund(paid.id, 300);
    expect((await refund(other.id, 100)).status).toBe('failed');
    const reversal = `SELECT FROM movements WHERE payment_id = $1 AND type = 'reversal'`;
    await waitFor(async () => (await gateway.db.query(reversal, [slow.id])).rowCount);
    await counted(gateway);

    const { currencies } = await stats();
    const [inr, usd] = currencies;
    expect(currencies).toHaveLength(2);
    expect(inr).toMatchObject({
      currency: 'INR',
      current: {
        transactions: 5, // paid, declined, slow, held, part
        succeeded: 3,
        failed: 1,
        success_rate: 0.75,
        captured_amount: 1_400,
        refunded_amount: 300,
        refunds: 1,
      },
      previous: { transactions: 0, success_rate: null, captured_amount: 0 },
      declines: [{ reason: 'insufficient_funds', count: 1 }],
    });
    expect(usd).toMatchObject({
      currency: 'USD',
      current: { transactions: 1, success_rate: 1, captured_amount: 1_000, refunded_amount: 0, refunds: 0 },
      declines: [],
    });
    expect(inr.buckets).toHaveLength(8); // seven days back from an hour within one
  });

  it('cover the last seven days by default, and are empty without payments', async () => {
    const { from, to } = await stats();
    expect(Date.parse(to) - Date.parse(from)).toBe(7 * DAY + HOUR);
    expect(Date.parse(to)).toBeGreaterThan(Date.now());
    expect((await stats('?from=2020-01-01&to=2020-01-02')).currencies).toEqual([]);
    expect((await stats('?from=0000-01-01&to=0000-01-02')).currencies).toEqual([]);
  });

  it.each([
    ['from=2026-01-02&to=2026-01-01', 'from'],
    ['from=2025-01-01&to=2026-01-03', 'from'],
    ['from=2999-01-01', 'from'],
    ['from=yesterday', 'from'],
    ['to=1', 'to'],
  ])('?%s is refused', async (query, field) => {
    expectRefusal(await viewer.get(`/api/v1/stats?${query}`), { status: 400, code: 'BAD_REQUEST_ERROR', field });
  });

  it('are visible to members of the merchant only', async () => {
    expectRefusal(await merchant.api.get('/api/v1/stats'), { status: 403, code: 'PERMISSION_ERROR' });
    const other = await gateway.newMember('owner', (await gateway.newMerchant()).id);
    expect((await stats('', other.api)).currencies).toEqual([]);
  });
});
