import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Client } from '../support/client.js';
import { expectRefusal } from '../support/envelope.js';
import { Gateway, type Merchant } from '../support/gateway.js';

interface Page {
  data: { id: string; created_at: string; [field: string]: unknown }[];
  has_more: boolean;
  next_cursor: string | null;
}

/** Every page of a list from the first to the last; `between` runs before each next one. */
async function walk(
  api: Client,
  path: string,
  query: Record<string, string>,
  between = async () => {},
): Promise<Page['data']> {
  const rows: Page['data'] = [];
  for (let cursor: string | null = '', pages = 0; cursor !== null; pages++) {
    if (pages > 500) throw new Error('the list does not end');
    const page: Page = (
      await api.get(`${path}?${new URLSearchParams({ ...query, ...(cursor && { cursor }) }).toString()}`)
    ).json;
    expect(page.data.length).toBeLessThanOrEqual(Number(query['limit'] ?? 10));
    expect(page.has_more).toBe(page.next_cursor !== null);
    rows.push(...page.data);
    cursor = page.next_cursor;
    await between();
  }
  return rows;
}

const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id);
const newestFirst = (ids: string[]) => [...ids].sort().reverse();

describe('a list in pages', () => {
  let gateway: Gateway;
  let merchant: Merchant;
  beforeAll(async () => {
    gateway = await Gateway.start();
    merchant = await gateway.newMerchant();
  });
  afterAll(() => gateway.stop());

  it('shows every row once, newest first, while the table grows', async () => {
    const { api } = await gateway.newMerchant();
    const grow = (rows: number) => Promise.all(Array.from({ length: rows }, () => gateway.order({}, api)));
    await grow(12);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 6 }),
        async (limit, growth) => {
          const before = idsOf(await walk(api, '/api/v1/orders', { limit: '100' }));
          const steps = [...growth];
          const seen = idsOf(
            await walk(
              api,
              '/api/v1/orders',
              { limit: String(limit) },
              async () => void (await grow(steps.shift() ?? 0)),
            ),
          );
          expect(seen).toEqual(newestFirst(seen));
          expect(new Set(seen).size).toBe(seen.length);
          expect(before.filter((id) => !seen.includes(id))).toEqual([]);
        },
      ),
      { numRuns: 8 },
    );
  });

  it('loses no row when many writers add to it at once', async () => {
    const { api } = await gateway.newMerchant();
    const first = idsOf(await Promise.all(Array.from({ length: 20 }, () => gateway.order({}, api))));
    let writing = true;
    const writers = Array.from({ length: 4 }, async () => {
      while (writing) await gateway.order({}, api);
    });
    const seen = idsOf(await walk(api, '/api/v1/orders', { limit: '3' }));
    writing = false;
    await Promise.all(writers);
    expect(new Set(seen).size).toBe(seen.length);
    expect(first.filter((id) => !seen.includes(id))).toEqual([]);
  });

  it('has no next page exactly if it has shown the last row', async () => {
    const { api } = await gateway.newMerchant();
    const empty = (await api.get('/api/v1/orders')).json;
    expect(empty).toEqual({ data: [], has_more: false, next_cursor: null });
    for (let rows = 0; rows < 4; rows++) await gateway.order({}, api);
    expect((await api.get('/api/v1/orders?limit=4')).json).toMatchObject({ has_more: false, next_cursor: null });
    expect((await api.get('/api/v1/orders?limit=3')).json).toMatchObject({
      has_more: true,
      next_cursor: expect.any(String),
    });
  });

  describe('with filters', () => {
    let orders: { id: string; receipt: string | null; created_at: string }[];
    let paid: { id: string; order_id: string };
    let declined: { id: string; order_id: string };
    let refund: { id: string };
    beforeAll(async () => {
      const { api } = merchant;
      orders = [];
      for (const receipt of ['r-1', 'r-2', 'r-2', undefined]) orders.push(await gateway.order({ receipt }, api));
      paid = await gateway.captured(50_000, api);
      const { id } = await gateway.order({}, api);
      declined = await gateway.pay(id, { method: 'card', card: card('4000000000000002') }, api);
      await gateway.payment(declined.id, ['failed'], api);
      refund = (await api.post('/api/v1/refunds', { payment_id: paid.id, amount: 100 })).json;
      await gateway.refund(refund.id, api);
    });
    const card = (number: string) => ({
      number,
      expiry_month: 12,
      expiry_year: 2040,
      cvv: '123',
      holder_name: 'Asha Rao',
    });
    const found = async (path: string) => idsOf((await merchant.api.get(path)).json.data);
    const at = (index: number) => orders[index] as (typeof orders)[number];

    it('of orders: status, receipt, and a search by id or receipt', async () => {
      expect(await found('/api/v1/orders?status=paid')).toEqual([paid.order_id]);
      expect(await found('/api/v1/orders?status=attempted')).toEqual([declined.order_id]);
      expect(await found('/api/v1/orders?status=cancelled')).toEqual([]);
      expect(await found('/api/v1/orders?receipt=r-2')).toEqual([at(2).id, at(1).id]);
      expect(await found('/api/v1/orders?q=r-2')).toEqual([at(2).id, at(1).id]);
      expect(await found(`/api/v1/orders?q=${at(0).id}`)).toEqual([at(0).id]);
      expect(await found('/api/v1/orders?status=created&receipt=r-1')).toEqual([at(0).id]);
      expect(await found('/api/v1/orders?status=paid&receipt=r-1')).toEqual([]);
    });

    it('of payments: status, method, order, and a search by id, VPA or last four digits', async () => {
      expect(await found('/api/v1/payments?status=success')).toEqual([paid.id]);
      expect(await found('/api/v1/payments?method=card')).toEqual([declined.id]);
      expect(await found(`/api/v1/payments?order_id=${paid.order_id}`)).toEqual([paid.id]);
      for (const q of ['success@upi', paid.id, paid.order_id])
        expect(await found(`/api/v1/payments?q=${q}`)).toEqual([paid.id]);
      expect(await found('/api/v1/payments?q=0002')).toEqual([declined.id]);
    });

    it('by search text in any case, whole or as a prefix: ids, receipts, VPAs; payments by receipt as well', async () => {
      const { api } = await gateway.newMerchant();
      const paid = await gateway.captured(50_000, api);
      const refund = (await api.post('/api/v1/refunds', { payment_id: paid.id, amount: 100 })).json;
      const made = await gateway.order({ receipt: 'Tea-Übung 7' }, api);
      const payment = await gateway.pay(made.id, { method: 'upi', vpa: 'Asha.Rao@okbank' }, api);
      const swapped = (text: string) =>
        [...text].map((one) => (one === one.toLowerCase() ? one.toUpperCase() : one.toLowerCase())).join('');
      const list = async (name: string, q: string) =>
        idsOf((await api.get(`/api/v1/${name}?${new URLSearchParams({ q }).toString()}`)).json.data);
      for (const q of [
        'Tea-Übung 7',
        'tea-übung 7',
        'TEA-ÜBUNG',
        ' tea-',
        made.id,
        swapped(made.id),
        made.id.slice(0, -2),
      ])
        expect([q, await list('orders', q), await list('payments', q)]).toEqual([q, [made.id], [payment.id]]);
      for (const q of ['asha.rao@okbank', 'ASHA.RAO@', payment.id, swapped(payment.id), payment.id.slice(0, -2)])
        expect([q, await list('payments', q)]).toEqual([q, [payment.id]]);
      expect(new Set(await list('payments', 'PAY_'))).toEqual(new Set([payment.id, paid.id]));
      expect(await list('refunds', swapped(refund.id).slice(0, -3))).toEqual([refund.id]);
      expect((await list('events', swapped(paid.id).slice(0, -3))).length).toBeGreaterThan(0);
      for (const q of ['ea-Übung', 'tea_', 'tea%', `${made.id}0`, ' '.repeat(3) + '%'])
        expect([q, await list('orders', q), await list('payments', q)]).toEqual([q, [], []]);
      const stranger = await gateway.newMerchant();
      expect((await stranger.api.get('/api/v1/orders?q=tea-')).json.data).toEqual([]);
    });

    it('of refunds: status, payment, order, and a search by each id', async () => {
      for (const filter of [
        'status=processed',
        `payment_id=${paid.id}`,
        `order_id=${paid.order_id}`,
        `q=${refund.id}`,
        `q=${paid.id}`,
      ]) {
        expect(await found(`/api/v1/refunds?${filter}`)).toEqual([refund.id]);
      }
      expect(await found('/api/v1/refunds?status=failed')).toEqual([]);
    });

    it('of events: type and object', async () => {
      const types = (await merchant.api.get(`/api/v1/events?object_id=${paid.id}`)).json.data.map(
        (event: { event?: string; type?: string }) => event.type ?? event.event,
      );
      expect(types).toEqual(['payment.success', 'payment.pending', 'payment.created']);
      expect(await found('/api/v1/events?type=refund.processed')).toHaveLength(1);
    });

    it('of time: created_from is included, created_to is not', async () => {
      const moment = at(2).created_at;
      const all = idsOf(orders);
      const split = orders.filter(({ created_at }) => created_at < moment).map(({ id }) => id);
      const before = await found(`/api/v1/orders?limit=100&created_to=${moment}`);
      const after = await found(`/api/v1/orders?limit=100&created_from=${moment}`);
      expect(before).toEqual(newestFirst(split));
      expect(after).toEqual(expect.arrayContaining(all.filter((id) => !split.includes(id))));
      expect([...before, ...after].length).toBe((await found('/api/v1/orders?limit=100')).length);
      expect(await found('/api/v1/orders?created_to=2020-01-01')).toEqual([]);
      expect(
        await found(`/api/v1/orders?created_from=${encodeURIComponent('2020-01-01T05:30:00+05:30')}&limit=100`),
      ).toHaveLength(6);
    });

    it('all of which apply on every page', async () => {
      const rows = await walk(merchant.api, '/api/v1/orders', { limit: '1', status: 'created' });
      expect(idsOf(rows)).toEqual(newestFirst(idsOf(orders)));
    });
  });

  describe('sorted by amount', () => {
    const from = new Date(Date.now() - 86_400_000).toISOString();
    const keyOf = ({ amount, id }: Record<string, unknown>) => [amount, id];
    const inOrder = (rows: Page['data'], sort: string) => {
      const sorted = rows
        .map(keyOf)
        .sort(([a, x], [b, y]) => Number(a) - Number(b) || (String(x) < String(y) ? -1 : 1));
      return sort === 'amount' ? sorted : sorted.reverse();
    };
    let api: Client;
    beforeAll(async () => {
      ({ api } = await gateway.newMerchant());
      for (const amount of [300, 100, 200, 100, 100, 20_000]) await gateway.order({ amount }, api);
      const { id } = await gateway.captured(900, api);
      for (const amount of [100, 300, 100]) await api.post('/api/v1/refunds', { payment_id: id, amount });
      for (let times = 0; times < 3; times++) await gateway.captured(100, api);
    });

    it.each(['orders', 'payments', 'refunds'])('%s are each shown once, equal amounts as well', async (name) => {
      const all = await walk(api, `/api/v1/${name}`, { limit: '100' });
      for (const sort of ['amount', '-amount'])
        for (const limit of ['1', '2', '100']) {
          const rows = await walk(api, `/api/v1/${name}`, { sort, limit, created_from: from });
          expect([sort, limit, rows.map(keyOf)]).toEqual([sort, limit, inOrder(all, sort)]);
        }
    });

    it('by offset the rows and the total are the same, and the filters apply', async () => {
      const query = { sort: '-amount', status: 'created', created_from: from };
      const rows = await walk(api, '/api/v1/orders', query);
      expect(rows.map(({ amount }) => amount)).toEqual([20_000, 300, 200, 100, 100, 100]);
      const search = new URLSearchParams({ ...query, limit: '2', offset: '3' }).toString();
      const { json } = await api.get(`/api/v1/orders?${search}`);
      expect(json).toMatchObject({ total: 6, offset: 3, has_more: true });
      expect(idsOf(json.data)).toEqual(idsOf(rows.slice(3, 5)));
      const pending = await walk(api, '/api/v1/payments', { ...query, status: 'pending' });
      expect(pending).toEqual([]);
    });

    it('is refused without a range of at most 92 days, and with a cursor of the other order', async () => {
      const day = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
      const [other] = await walk(api, '/api/v1/orders', { limit: '100' });
      const plain = Buffer.from(String(other?.id)).toString('base64url');
      const description = 'sort by amount needs created_from, at most 92 days before created_to or now';
      const reply = (query: Record<string, string>) =>
        api.get(`/api/v1/orders?${new URLSearchParams({ sort: 'amount', ...query }).toString()}`);
      const unbounded: Record<string, string>[] = [
        ...[{}, { created_to: day(0) }, { created_from: day(94) }],
        { created_from: day(200), created_to: day(90) },
      ];
      for (const query of unbounded)
        expectRefusal(await reply(query), { status: 400, code: 'BAD_REQUEST_ERROR', field: 'sort', description });
      for (const cursor of [plain, 'MTAwOg', 'MTAwOicgT1IgMT0xIC0t'])
        expectRefusal(await reply({ created_from: from, cursor }), {
          status: 400,
          code: 'BAD_REQUEST_ERROR',
          field: 'cursor',
        });
      expect((await reply({ created_from: day(92) })).status).toBe(200);
      expect((await reply({ created_from: day(292), created_to: day(200) })).json.data).toEqual([]);
      const { next_cursor: cursor } = (await reply({ created_from: from, limit: '1' })).json;
      const refusal = { status: 400, code: 'BAD_REQUEST_ERROR', field: 'cursor' } as const;
      expectRefusal(await api.get(`/api/v1/orders?cursor=${cursor}`), refusal);
    });
  });

  it.each([
    ['sort=name', 'sort'],
    ['sort=-created_at', 'sort'],
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=-1', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=1.5', 'limit'],
    ['limit=1e1', 'limit'],
    ['limit=5&limit=6', 'limit'],
    ['cursor=%20', 'cursor'],
    ['cursor=!!!', 'cursor'],
    ['cursor=JyBPUiAxPTEgLS0', 'cursor'],
    [`cursor=${'a'.repeat(201)}`, 'cursor'],
    ['created_from=yesterday', 'created_from'],
    ['created_to=2026-02-31T25:00:00Z', 'created_to'],
    ['created_to=2026-13-01', 'created_to'],
    ['status=unheard-of', 'status'],
    ['status=created&status=paid', 'status'],
  ])('?%s is refused and names %s', async (query, field) => {
    for (const path of ['orders', 'payments', 'refunds']) {
      const reply = await merchant.api.get(`/api/v1/${path}?${query}`);
      expectRefusal(reply, { status: 400, code: 'BAD_REQUEST_ERROR', field });
    }
  });

  it.each(['limit=1', 'limit=100', 'limit=', 'status=&q=&cursor='])('?%s is accepted', async (query) => {
    expect((await merchant.api.get(`/api/v1/orders?${query}`)).status).toBe(200);
  });
});
