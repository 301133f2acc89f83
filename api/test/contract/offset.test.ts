import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectRefusal } from '../support/envelope.js';
import { Gateway, type Merchant } from '../support/gateway.js';
import { waitFor } from '../support/processes.js';

interface Page {
  data: { id: string }[];
  has_more: boolean;
  next_cursor: string | null;
  total?: number;
}

const LISTS = ['orders', 'payments', 'refunds'];
const LIMIT = 3;
const idsOf = ({ data }: Page) => data.map(({ id }) => id);

describe('a list by offset', () => {
  let gateway: Gateway;
  let merchant: Merchant;
  let firstOrder: { id: string; created_at: string };
  let paid: { id: string; order_id: string };
  beforeAll(async () => {
    gateway = await Gateway.start({ env: { SIMULATOR_SLOW_DELAY: '10m' } });
    merchant = await fill('mine');
    await fill('theirs');
  });
  afterAll(() => gateway.stop());

  /** Eight orders, of which four are paid; seven payments, of which two are pending; eight refunds. */
  async function fill(receipt: string): Promise<Merchant> {
    const shop = await gateway.newMerchant();
    const { api } = shop;
    firstOrder = await gateway.order({ receipt }, api);
    await Promise.all(['a', 'b'].map(() => gateway.order({ receipt }, api)));
    const payments = await Promise.all([1, 2, 3, 4].map(() => gateway.captured(50_000, api)));
    paid = payments[0];
    for (const { id } of payments)
      for (const amount of [100, 200]) await api.post('/api/v1/refunds', { payment_id: id, amount });
    const slow = await gateway.order({}, api);
    const atBank = await gateway.pay(slow.id, { method: 'upi', vpa: 'slow@upi' }, api);
    await gateway.payment(atBank.id, ['at_bank'], api);
    await gateway.pay(slow.id, { method: 'upi', vpa: 'slow@upi' }, api);
    const failing = await gateway.pay(firstOrder.id, { method: 'upi', vpa: 'failure@upi' }, api);
    await gateway.payment(failing.id, ['failed'], api);
    const processed = async () => (await list('refunds', 'status=processed&limit=100', api)).data.length === 8;
    await waitFor(processed, { what: 'the refunds of a shop' });
    return shop;
  }
  const list = async (name: string, query: string, api = merchant.api): Promise<Page> =>
    (await api.get(`/api/v1/${name}?${query}`)).json;

  it.each(LISTS)('of %s returns the same rows as the cursor, page by page, each with the same total', async (name) => {
    const pages: { byCursor: Page; byOffset: Page }[] = [];
    for (let cursor: string | null = '', offset = 0; cursor !== null; offset += LIMIT) {
      const byCursor: Page = await list(name, `limit=${LIMIT}&cursor=${cursor}`);
      pages.push({ byCursor, byOffset: await list(name, `limit=${LIMIT}&offset=${offset}`) });
      cursor = byCursor.next_cursor;
    }
    const total = pages.flatMap(({ byCursor }) => byCursor.data).length;
    expect(total).toBe({ orders: 8, payments: 7, refunds: 8 }[name]);
    pages.forEach(({ byCursor, byOffset }, index) =>
      expect(byOffset).toEqual({ ...byCursor, total, limit: LIMIT, offset: index * LIMIT }),
    );
    const end = { data: [], has_more: false, next_cursor: null };
    expect(await list(name, 'offset=50')).toEqual({ ...end, total, limit: 10, offset: 50 });
    expect(await list(name, `offset=${total}`)).toMatchObject({ ...end, total });
  });

  it.each(LISTS)('of %s can continue with the cursor of its page', async (name) => {
    const all = idsOf(await list(name, 'limit=100'));
    const { next_cursor: cursor } = await list(name, 'limit=2&offset=2');
    const next = await list(name, `limit=2&cursor=${cursor}`);
    expect(idsOf(next)).toEqual(all.slice(4, 6));
  });

  it.each(LISTS)('is optional: without it the response of %s is as before', async (name) => {
    for (const query of ['', 'limit=2', 'status=', 'offset=', 'limit=5&offset='])
      expect(Object.keys(await list(name, query))).toEqual(['data', 'has_more', 'next_cursor']);
  });

  it("counts the filtered rows, without another merchant's rows", async () => {
    const rows: [name: string, filter: string, total: number][] = [
      ['orders', 'receipt=mine', 3],
      ['orders', 'receipt=theirs', 0],
      ['orders', 'q=MIN', 3],
      ['orders', 'status=paid', 4],
      ['orders', 'status=paid&receipt=mine', 0],
      ['orders', 'created_to=2020-01-01', 0],
      ['orders', 'created_from=2020-01-01', 8],
      ['payments', 'status=pending', 2],
      ['payments', 'status=success', 4],
      ['payments', 'status=failed', 1],
      ['payments', 'authorized=false', 7],
      ['payments', 'authorized=true', 0],
      ['payments', 'method=card', 0],
      ['payments', 'q=success%40upi', 4],
      ['refunds', 'status=processed', 8],
      ['refunds', 'status=pending', 0],
    ];
    for (const [name, filter, total] of rows) {
      const page = await list(name, `${filter}&offset=0&limit=100`);
      expect([name, filter, page.total, page.data.length]).toEqual([name, filter, total, total]);
    }
    const [, second] = idsOf(await list('payments', 'status=pending'));
    expect(await list('payments', 'status=pending&offset=1')).toMatchObject({ total: 2, data: [{ id: second }] });
    // The merchant that was filled last is another one.
    expect(await list('refunds', `payment_id=${paid.id}&offset=0`)).toMatchObject({ total: 0, data: [] });
    expect(await list('payments', `order_id=${paid.order_id}&offset=0`)).toMatchObject({ total: 0, data: [] });
    expect(await list('orders', `q=${firstOrder.id}&offset=0`)).toMatchObject({ total: 0, data: [] });
  });

  it('has an exact total up to ten thousand, and that limit beyond it; the cursor reads the rows after it', async () => {
    const { id, api } = await gateway.newMerchant();
    const insert = (from: number, to: number) =>
      gateway.db.query(
        `INSERT INTO orders (merchant_id, mode, id, amount, currency)
         SELECT $1, 'test', 'order_' || lpad(n::text, 16, '0'), 100, 'INR' FROM generate_series($2::int, $3::int) n`,
        [id, from, to],
      );
    await insert(1, 9_999);
    expect(await list('orders', 'offset=9998', api)).toMatchObject({ total: 9_999, data: [{}], has_more: false });
    await insert(10_000, 10_005);
    expect(await list('orders', 'offset=0', api)).toMatchObject({ total: 10_000, has_more: true });
    const last = await list('orders', 'offset=10000&limit=2', api);
    expect(last).toMatchObject({ total: 10_000, has_more: true, next_cursor: expect.any(String) });
    expect(idsOf(last)).toEqual([5, 4].map((n) => `order_${String(n).padStart(16, '0')}`));
    const rest = await list('orders', `cursor=${last.next_cursor}`, api);
    expect(idsOf(rest)).toEqual([3, 2, 1].map((n) => `order_${String(n).padStart(16, '0')}`));
  });

  it.each([...LISTS, 'webhooks'])('of %s is refused with the reason if the offset is invalid', async (name) => {
    const cursor = Buffer.from('018f0000-0000-7000-8000-000000000000').toString('base64url');
    const refusal = { status: 400, code: 'BAD_REQUEST_ERROR', field: 'offset' } as const;
    const reply = (query: string) => merchant.api.get(`/api/v1/${name}?${query}`);
    for (const offset of ['-1', '1.5', 'ten', '1e2'])
      expectRefusal(await reply(`offset=${offset}`), { ...refusal, reason: 'invalid_parameter' });
    const tooLarge = {
      ...refusal,
      reason: 'offset_too_large',
      description: 'offset must be at most 10000: follow next_cursor with the parameter cursor instead',
    } as const;
    for (const offset of ['10001', '999999999999']) expectRefusal(await reply(`offset=${offset}`), tooLarge);
    const both = {
      ...refusal,
      reason: 'conflicting_parameters',
      description: 'offset and cursor exclude each other: send one of them',
    } as const;
    for (const offset of ['0', '5']) expectRefusal(await reply(`offset=${offset}&cursor=${cursor}`), both);
  });
});
