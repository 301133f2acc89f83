import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CURRENCIES } from '../../src/platform/currency.js';
import { expectRefusal } from '../support/envelope.js';
import { Gateway } from '../support/gateway.js';

const pairs = (count: number, value: unknown = 'v') =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`key ${index}`, value]));
const SHOP = 'https://shop.example/thanks';

describe('an order', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false });
  });
  afterAll(() => gateway.stop());

  const create = (fields: object) => gateway.api.post('/api/v1/orders', { amount: 50_000, ...fields });
  /** Keeps test names short. */
  const named = <T>(cases: T[]): [string, T][] => cases.map((fields) => [JSON.stringify(fields).slice(0, 60), fields]);

  it('needs only an amount; the defaults are INR, automatic capture and no expiry', async () => {
    expect((await gateway.api.post('/api/v1/orders', { amount: 100 })).json).toEqual({
      id: expect.stringMatching(/^order_[A-Za-z0-9]{16}$/),
      merchant_id: '550e8400-e29b-41d4-a716-446655440000',
      ...{ mode: 'test', version: 1, amount: 100, amount_paid: 0, amount_due: 100, currency: 'INR', receipt: null },
      ...{ description: null, customer: null, line_items: null },
      ...{ notes: {}, status: 'created', attempts: 0, capture: 'automatic' },
      ...{ return_url: null, cancel_url: null, payment_link_id: null, expires_at: null },
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updated_at: expect.stringMatching(/Z$/),
    });
    expectRefusal(await gateway.api.post('/api/v1/orders', {}), {
      status: 400,
      code: 'BAD_REQUEST_ERROR',
      field: 'amount',
    });
  });

  it.each(
    named<Record<string, unknown>>([
      { amount: 100 },
      { amount: 99_999_999_999 },
      { receipt: '' },
      { receipt: 'x'.repeat(255) },
      { receipt: '💥'.repeat(255) },
      { notes: {} },
      { notes: pairs(15, 'v'.repeat(256)) },
      { notes: { ['k'.repeat(256)]: 'एक दो तीन' } },
      { capture: 'manual' },
      { return_url: SHOP },
      { return_url: 'http://localhost:3000/thanks?a=b#c' },
      { return_url: 'http://127.0.0.1/' },
      { return_url: 'http://[::1]:8080/x' },
      { return_url: 'http://192.168.1.20:3000/thanks?order_id=42' },
      { return_url: 'myshop://paid' },
      { cancel_url: SHOP },
      { cancel_url: 'http://shop.local/cart' },
      { notes: pairs(16) },
      { notes: pairs(1, 'v'.repeat(257)) },
      { notes: { ['k'.repeat(257)]: 'v' } },
      { notes: pairs(1, 5) },
      { notes: pairs(1, null) },
      { notes: pairs(1, { deeper: 'no' }) },
    ]),
  )('%s is stored as it was sent', async (_, fields) => {
    const reply = await create(fields);
    expect(reply.status).toBe(201);
    expect(reply.json).toMatchObject(fields);
    expect((await gateway.api.get(`/api/v1/orders/${reply.json.id}`)).json).toEqual(reply.json);
  });

  it.each(
    named<Record<string, unknown>>([
      { amount: 99 },
      { amount: 0 },
      { amount: -100 },
      { amount: 100_000_000_000 },
      { receipt: 'x'.repeat(256) },
      { receipt: '💥'.repeat(256) },
      { receipt: 7 },
      { notes: ['v'] },
      { notes: 'v' },
      { currency: 'inr' },
      { currency: 'Inr' },
      { currency: ' INR' },
      { currency: 'RUPEE' },
      { currency: 'XAU' },
      { currency: 'XTS' },
      { currency: 'CLF' },
      { currency: 'DEM' },
      { currency: '' },
      { capture: 'later' },
      { capture: true },
      { expires_in: 59 },
      { expires_in: 31_536_001 },
      { expires_in: -60 },
      { expires_in: 60.5 },
      { expires_in: '60' },
      { return_url: 'http://shop.example/thanks' },
      { return_url: 'ftp://shop.example/' },
      { return_url: 'javascript:alert(1)' },
      { return_url: 'data:text/html,hi' },
      { return_url: 'file:///etc/passwd' },
      { return_url: `${SHOP}?pg_status=success` },
      { cancel_url: 'javascript://%0aalert(1)' },
      { cancel_url: 'http://shop.example/cart' },
      { cancel_url: `${SHOP}?pg_signature=1` },
      { cancel_url: 7 },
      { return_url: '//shop.example/' },
      { return_url: '/thanks' },
      { return_url: 'https://user:password@shop.example/' },
      { return_url: 'http://localhost.shop.example/' },
      { return_url: 'https://' },
      { return_url: ` ${SHOP}` },
      { return_url: `${SHOP}\nX-Injected: 1` },
      { return_url: `${SHOP}?${'x'.repeat(2_048)}` },
    ]),
  )('%s is refused, and the error names the field', async (_, fields) => {
    const [field] = Object.keys(fields);
    expectRefusal(await create(fields), { status: 400, code: 'BAD_REQUEST_ERROR', field });
  });

  it('of a live merchant may return only to https, or to an app scheme that begins with a domain', async () => {
    const live = await gateway.newMerchant({ mode: 'live' });
    await gateway.db.query('UPDATE merchants SET activated_at = now() WHERE id = $1', [live.id]);
    const make = (fields: object) => live.api.post('/api/v1/orders', { amount: 50_000, ...fields });
    for (const field of ['return_url', 'cancel_url']) {
      for (const url of [SHOP, 'com.example.shop:/paid'])
        expect([url, (await make({ [field]: url })).json[field]]).toEqual([url, url]);
      for (const url of ['http://localhost:3000/', 'http://192.168.1.20/', 'myshop://paid'])
        expectRefusal(await make({ [field]: url }), {
          ...{ status: 400, code: 'BAD_REQUEST_ERROR', reason: 'invalid_parameter', field },
          description: `${field} of a live merchant must be an https URL, or an app link with a reverse-domain scheme such as com.example.shop:/paid`,
        });
    }
  });

  it('accepts every active currency, with zero, two or three decimals', async () => {
    expect(CURRENCIES).toEqual(expect.arrayContaining(['INR', 'USD', 'JPY', 'KWD']));
    const replies = await Promise.all(CURRENCIES.map((currency) => create({ currency })));
    expect(replies.filter(({ status }) => status !== 201).map(({ text }) => text)).toEqual([]);
    expect(replies.map(({ json }) => json.currency)).toEqual(CURRENCIES);
    expect(replies.every(({ json }) => json.amount === 50_000)).toBe(true);
  });

  it.each([60, 31_536_000])('expires %d seconds after its creation, by the database’s clock', async (seconds) => {
    const { json } = await create({ expires_in: seconds });
    expect(Date.parse(json.expires_at) - Date.parse(json.created_at)).toBe(seconds * 1_000);
  });

  it('null counts as absent', async () => {
    const nothing = { currency: null, receipt: null, notes: null, capture: null, expires_in: null };
    const { json } = await create({ ...nothing, return_url: null, cancel_url: null });
    expect(json).toMatchObject({ currency: 'INR', notes: {}, capture: 'automatic', expires_at: null });
  });

  it('shows a shopper only the public fields', async () => {
    const urls = { return_url: SHOP, cancel_url: `${SHOP}/not` };
    const { json } = await create({ receipt: 'secret receipt', notes: { margin: '90%' }, ...urls });
    const shown = await gateway.shopper.get(`/api/v1/orders/${json.id}/public`);
    expect(shown.json).toEqual({
      ...{ id: json.id, amount: 50_000, amount_due: 50_000, currency: 'INR', status: 'created' },
      ...{
        description: null,
        line_items: null,
        merchant_name: 'Test Merchant',
        authorized: false,
        test: true,
        upi_collect: true,
        ...urls,
        allowed_origins: [],
        expires_at: null,
        branding: { color: null, text_color: null, logo: null },
        support: { email: null, phone: null },
        methods: [
          { method: 'upi', flows: ['intent', 'collect', 'redirect'] },
          { method: 'card', flows: ['raw_card', 'redirect'] },
        ],
      },
    });
  });
});
