import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyReturn } from '@payment-gateway/sdk';
import { type Client, newKey } from '../support/client.js';
import { expectRefusal } from '../support/envelope.js';
import { Gateway, type Member, type Merchant } from '../support/gateway.js';

const SECRET = '/api/v1/merchant/return-secret';
const SHOP = 'https://shop.example/thanks';
const CART = 'https://shop.example/cart';
const faultOf = (call: Promise<unknown>) =>
  call.then(
    () => 'accepted',
    (error: { reason?: string }) => error.reason,
  );

describe('a shopper returns from the checkout', () => {
  let gateway: Gateway;
  let merchant: Merchant;
  let owner: Member;
  beforeAll(async () => {
    gateway = await Gateway.start();
    merchant = await gateway.newMerchant();
    owner = await gateway.newMember('owner', merchant.id);
  });
  afterAll(() => gateway.stop());

  const secretOf = async (api: Client): Promise<string> => (await api.get(SECRET)).json.secret;
  const order = (fields: object = {}) => gateway.order({ return_url: SHOP, cancel_url: CART, ...fields }, merchant.api);
  const returnOf = async (orderId: string) =>
    (await gateway.shopper.get(`/api/v1/orders/${orderId}/public/return`)).json;
  const paid = async (orderId: string, vpa = 'success@upi', statuses?: string[]) => {
    const { id } = await gateway.pay(orderId, { method: 'upi', vpa }, merchant.api);
    return gateway.payment(id, statuses, merchant.api);
  };
  const verified = async (url: string, orderId: string) => verifyReturn(url, await secretOf(owner.api), { orderId });

  it('with a status that verifyReturn of the SDK accepts, and with the merchant’s own parameters as they were', async () => {
    const url = `${SHOP}?cart=7&name=Asha%20Rao+K`;
    const { id } = await order({ return_url: `${url}#top` });
    const payment = await paid(id);
    const returned = await returnOf(id);
    expect(returned).toMatchObject({ order_id: id, payment_id: payment.id, status: 'success', final: true });
    expect(returned.return_url.startsWith(`${url}&order_id=${id}&`)).toBe(true);
    expect(returned.return_url.endsWith('#top')).toBe(true);
    const expected = { orderId: id, paymentId: payment.id, status: 'success', authorized: false };
    for (const form of [returned.return_url, returned.query])
      expect(await verified(form, id)).toEqual({ ...expected, timestamp: expect.any(Number) });
    // A shopper who cancels after paying has paid.
    expect(returned.cancel_url.startsWith(url)).toBe(true);
    const { headers } = await gateway.shopper.get(`/api/v1/orders/${id}/public/return`);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('keeps an order_id of the merchant’s own', async () => {
    const { id } = await order({ return_url: `${SHOP}?order_id=42` });
    await paid(id);
    const { return_url: url } = await returnOf(id);
    expect(new URL(url).searchParams.getAll('order_id')).toEqual(['42']);
    expect(await verified(url, id)).toMatchObject({ orderId: id, status: 'success' });
  });

  it('every change of the signed URL is refused, and so is its use for another order', async () => {
    const { id } = await order();
    await paid(id, 'failure@upi');
    const { return_url: genuine } = await returnOf(id);
    expect(await verified(genuine, id)).toMatchObject({ status: 'failed' });
    for (const [name, value] of [
      ['status', 'success'],
      ['authorized', 'true'],
      ['payment_id', 'pay_0V6bT1zOtherOther0'],
      ['timestamp', String(Math.floor(Date.now() / 1000) + 1)],
    ] as const) {
      const url = new URL(genuine);
      url.searchParams.set(name, value);
      expect([name, await faultOf(verified(url.href, id))]).toEqual([name, 'no_match']);
    }
    expect(await faultOf(verified(genuine, (await order()).id))).toBe('other_order');
  });

  it.each<[string, (orderId: string) => Promise<unknown>, object]>([
    ['nothing was paid', async () => undefined, { status: 'cancelled', final: false, payment_id: null }],
    ['it waits for the shopper', (id) => paid(id, 'approve@upi', ['requires_action']), { status: 'requires_action' }],
    ['a payment failed', (id) => paid(id, 'failure@upi'), { status: 'failed', final: false }],
    [
      'it was cancelled',
      (id) => merchant.api.post(`/api/v1/orders/${id}/cancel`),
      { status: 'cancelled', final: true },
    ],
    ['it expired', (id) => gateway.makeDue('orders', id, 'expires_at'), { status: 'expired', final: true }],
    [
      'it was paid, and another attempt failed later',
      async (id) => {
        await paid(id, 'failure@upi');
        await paid(id);
        const later = `UPDATE payments SET id = 'pay_zzzzzzz' || right(id, 9) WHERE order_id = $1 AND status = 'failed'`;
        await gateway.db.query('ALTER TABLE charges DROP CONSTRAINT charges_merchant_id_payment_id_fkey');
        await gateway.db.query(later, [id]);
      },
      { status: 'success', final: true },
    ],
  ])('%s', async (_, happen, expected) => {
    const { id } = await order();
    await happen(id);
    const returned = await returnOf(id);
    expect(returned).toMatchObject({ order_id: id, authorized: false, ...expected });
    const { status, payment_id: paymentId } = returned;
    expect(await verified(returned.return_url, id)).toMatchObject({ status, paymentId, authorized: false });
    const leaves = status === 'success' ? SHOP : CART;
    expect(returned.cancel_url.startsWith(`${leaves}?order_id=`)).toBe(true);
    expect(await verified(returned.cancel_url, id)).toMatchObject({ status });
  });

  it('a failure is final when the checkout accepts no more attempts', async () => {
    const { id } = await order();
    for (let attempt = 0; attempt < 10; attempt++) {
      expect((await returnOf(id)).final).toBe(false);
      await paid(id, 'failure@upi');
    }
    expect(await returnOf(id)).toMatchObject({ status: 'failed', final: true });
  });

  it('an authorised payment counts as paid only after its capture', async () => {
    const { id } = await order({ capture: 'manual' });
    const payment = await paid(id);
    const returned = await returnOf(id);
    expect(returned).toMatchObject({ status: 'success', authorized: true, final: true });
    expect(await verified(returned.return_url, id)).toMatchObject({ status: 'success', authorized: true });
    await merchant.api.post(`/api/v1/payments/${payment.id}/capture`);
    expect(await returnOf(id)).toMatchObject({ status: 'success', authorized: false });
  });

  it('only if the order has a URL; return_url stands in for a missing cancel_url; an app link is signed as well', async () => {
    const nowhere = await returnOf((await gateway.order({}, merchant.api)).id);
    expect([nowhere.return_url, nowhere.cancel_url]).toEqual([null, null]);
    const { id } = await gateway.order({ return_url: 'myshop://paid?cart=7' }, merchant.api);
    const { return_url: back, cancel_url: left } = await returnOf(id);
    expect(left).toBe(back);
    expect(back.startsWith(`myshop://paid?cart=7&order_id=${id}&status=cancelled&`)).toBe(true);
    expect(await verified(back, id)).toMatchObject({ status: 'cancelled', paymentId: null });
    expectRefusal(await gateway.shopper.get('/api/v1/orders/order_0000000000000000/public/return'), {
      ...{ status: 404, code: 'NOT_FOUND_ERROR', reason: 'order_not_found' },
    });
  });

  it('another merchant’s secret does not verify this merchant’s returns', async () => {
    const { id } = await order();
    const { return_url: url } = await returnOf(id);
    const stranger = await gateway.newMerchant();
    const { api } = await gateway.newMember('owner', stranger.id);
    const theirs = await secretOf(api);
    expect(theirs).not.toBe(await secretOf(owner.api));
    expect(await faultOf(verifyReturn(url, theirs, { orderId: id }))).toBe('no_match');
  });

  it('after a rotation signed with the new secret only; a list of both verifies either signature', async () => {
    const { id } = await order();
    const [before, old] = [(await returnOf(id)).return_url, await secretOf(owner.api)];
    const { status, json } = await owner.api.post(`${SECRET}/rotate`);
    expect([status, json]).toEqual([200, { secret: expect.stringMatching(/^rtsec_[\w-]{43}$/) }]);
    expect(await secretOf(owner.api)).toBe(json.secret);
    const after = (await returnOf(id)).return_url;
    expect(await faultOf(verifyReturn(after, old, { orderId: id }))).toBe('no_match');
    for (const url of [before, after])
      expect((await verifyReturn(url, [json.secret, old], { orderId: id })).orderId).toBe(id);
  });
});

describe('the return secret', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false });
  });
  afterAll(() => gateway.stop());

  it('is created once, however many requests arrive at once, and stored encrypted', async () => {
    const merchant = await gateway.newMerchant();
    const { id } = await gateway.order({ return_url: SHOP }, merchant.api);
    const { api } = await gateway.newMember('owner', merchant.id);
    const asked = await Promise.all([
      ...Array.from({ length: 8 }, () => api.get(SECRET)),
      ...Array.from({ length: 8 }, () => gateway.shopper.get(`/api/v1/orders/${id}/public/return`)),
    ]);
    expect(new Set(asked.map(({ status }) => status))).toEqual(new Set([200]));
    const secrets = new Set(asked.flatMap(({ json }) => (json.secret ? [json.secret as string] : [])));
    expect(secrets.size).toBe(1);
    const [secret = ''] = secrets;
    for (const { json } of asked.filter(({ json }) => json.return_url))
      expect((await verifyReturn(json.return_url, secret, { orderId: id })).status).toBe('cancelled');
    const { rows } = await gateway.db.query<{ row: string; sealed: string }>(
      'SELECT m::text AS row, return_secret_cipher AS sealed FROM merchants m WHERE id = $1',
      [merchant.id],
    );
    expect(rows[0]?.sealed).toMatch(/^v2\./);
    expect(rows[0]?.row).not.toContain(secret);
    expect(gateway.logs()).not.toContain(secret);
  });

  it('is visible only to users who may create keys, not to API keys, viewers or support', async () => {
    const merchant = await gateway.newMerchant();
    for (const [role, status] of Object.entries({
      viewer: 403,
      support: 403,
      developer: 200,
      admin: 200,
      owner: 200,
    })) {
      const { api } = await gateway.newMember(role, merchant.id);
      const replies = [await api.get(SECRET), await api.post(`${SECRET}/rotate`)];
      expect([role, ...replies.map((reply) => reply.status)]).toEqual([role, status, status]);
    }
    for (const reply of [await merchant.api.get(SECRET), await merchant.api.post(`${SECRET}/rotate`)])
      expectRefusal(reply, { status: 403, code: 'PERMISSION_ERROR' });
    expect((await gateway.shopper.get(SECRET)).status).toBe(401);
  });

  it('a repeated rotation returns the same bytes to its maker, and no secret to any other caller', async () => {
    const merchant = await gateway.newMerchant();
    const [maker, other] = [
      await gateway.newMember('owner', merchant.id),
      await gateway.newMember('admin', merchant.id),
    ];
    const key = newKey();
    const first = await maker.api.post(`${SECRET}/rotate`, {}, { key });
    const again = await maker.api.post(`${SECRET}/rotate`, {}, { key });
    expect([again.text, again.headers.get('idempotent-replayed')]).toEqual([first.text, 'true']);
    expect((await other.api.post(`${SECRET}/rotate`, {}, { key })).json).toEqual({ secret: 'rtsec_****' });
    expect((await maker.api.get(SECRET)).json).toEqual(first.json);
    const viewer = await gateway.newMember('viewer', merchant.id);
    expect((await viewer.api.post(`${SECRET}/rotate`, {}, { key })).status).toBe(403);
  });

  it('the audit log contains a rotation, but not the secret', async () => {
    const merchant = await gateway.newMerchant();
    const { api, id } = await gateway.newMember('owner', merchant.id);
    const { secret } = (await api.post(`${SECRET}/rotate`)).json;
    const log = await api.get('/api/v1/audit-log');
    expect(log.json.data).toEqual(
      expect.arrayContaining([expect.objectContaining({ action: 'return_secret.rotate', actor: `user:${id}` })]),
    );
    expect(log.text).not.toContain(secret);
  });
});
