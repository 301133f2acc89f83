import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newKey } from '../support/client.js';
import { expectRefusal } from '../support/envelope.js';
import { CARD, Gateway, type Member } from '../support/gateway.js';
import { waitFor } from '../support/processes.js';

let people = 0;
const someone = () => `Payer.${people++}@example.com`;

describe('receipts by mail', () => {
  let gateway: Gateway;
  let owner: Member;
  beforeAll(async () => {
    gateway = await Gateway.start();
    owner = await gateway.newMember('owner');
    await owner.api.patch('/api/v1/merchant', { name: 'Tea shop', support_email: 'help@shop.example' });
  });
  afterAll(() => gateway.stop());

  const paid = async (order: object = {}, api = gateway.api) => {
    const { id } = await gateway.order({ amount: 50_000, ...order }, api);
    const payment = await gateway.pay(id, { method: 'card', card: CARD }, api);
    return (await gateway.payment(payment.id, ['success'], api)).id as string;
  };
  const path = (id: string) => `/api/v1/payments/${id}/public/receipt`;
  const ask = (id: string, email: string, key?: string) => gateway.shopper.post(path(id), { email }, { key });
  const mailsTo = async (recipient: string) => {
    const text = 'SELECT * FROM mails WHERE lower(recipient) = lower($1) ORDER BY id';
    return (await gateway.db.query<Record<string, string>>(text, [recipient])).rows;
  };
  const arrived = (email: string) =>
    waitFor(async () => (await mailsTo(email))[0], { what: `the mail to ${email}`, timeoutMs: 15_000 });
  const setting = (mail_receipts: boolean) => owner.api.patch('/api/v1/merchant', { mail_receipts });

  it('the payer of a captured payment gets the link of the receipt, and the receipt by mail', async () => {
    const [id, email] = [await paid(), someone()];
    const { url } = (await gateway.api.get(`/api/v1/payments/${id}/receipt`)).json;
    const { captured_at: paid_at } = (await gateway.api.get(`/api/v1/payments/${id}`)).json;
    const receipt = { url, can_mail: true, paid_at, time_zone: 'UTC' };
    const shown = await gateway.shopper.get(path(id));
    expect([shown.status, shown.json, shown.headers.get('cache-control')]).toEqual([200, receipt, 'no-store']);
    const asked = await ask(id, email);
    expect([asked.status, asked.json]).toEqual([200, receipt]);
    const [mail] = await mailsTo(email);
    expect(mail).toMatchObject({ kind: 'receipt', object_id: id, recipient: email, sender_name: 'Tea shop' });
    expect(mail?.['subject']).toBe('Receipt of Tea shop for ₹500.00');
    for (const part of [url, id.replace('pay_', 'R-'), 'help@shop.example'])
      expect(mail?.['body_text']).toContain(part);
    const listed = (await owner.api.get('/api/v1/mails?kind=receipt')).json.data;
    expect(listed[0]).toMatchObject({ recipient: email, object_id: id, status: 'kept' });
    expect(gateway.logs()).not.toContain(email);
  });

  it('a receipt is mailed three times, however many requests arrive at once', async () => {
    const id = await paid();
    const replies = await Promise.all(Array.from({ length: 8 }, () => ask(id, someone(), newKey())));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429, 429, 429, 429, 429]);
    const refused = replies.find(({ status }) => status === 429);
    expect(refused?.json.error).toMatchObject({ code: 'RATE_LIMIT_ERROR', reason: 'too_many_receipts' });
    expect(refused?.headers.get('retry-after')).toBe('86400');
    expect((await gateway.shopper.get(path(id))).json.can_mail).toBe(false);
  });

  it('an address gets ten receipts a day, in any spelling of its case and of all merchants together', async () => {
    const email = someone();
    const other = await gateway.newMerchant();
    const theirs = await paid({}, other.api);
    const insert = `INSERT INTO mails (merchant_id, kind, object_id, recipient, sender_name, subject, body_text, body_html, status)
      SELECT $1, 'receipt', 'pay_' || n, $2, 'x', 'x', 'x', 'x', 'sent' FROM generate_series(1, 9) n`;
    await gateway.db.query(insert, [other.id, email.toLowerCase()]);
    const id = await paid();
    const replies = await Promise.all([ask(id, email), ask(theirs, email.toUpperCase())]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 429]);
    await gateway.db.query(`UPDATE mails SET created_at = now() - interval '25 hours' WHERE recipient = $1`, [
      email.toLowerCase(),
    ]);
    expect((await ask(id, email)).status).toBe(200);
  });

  it.each(['nobody', 'a@b@c.example', 'a@shop.example, b@shop.example', `a@shop.example\r\nBcc: b@shop.example`])(
    '%j is no address',
    async (email) => {
      const refused = await ask(await paid(), email);
      expectRefusal(refused, { status: 400, code: 'BAD_REQUEST_ERROR', field: 'email' });
    },
  );

  it('a payment that is not captured, or was a day ago, has no receipt for its payer', async () => {
    const { id: orderId } = await gateway.order();
    const pending = await gateway.pay(orderId, { method: 'upi', vpa: 'approve@upi' });
    for (const reply of [await gateway.shopper.get(path(pending.id)), await ask(pending.id, someone())])
      expectRefusal(reply, { status: 400, code: 'BAD_REQUEST_ERROR', reason: 'payment_not_captured' });
    const id = await paid();
    await gateway.db.query(`UPDATE payments SET captured_at = now() - interval '25 hours' WHERE id = $1`, [id]);
    for (const reply of [await gateway.shopper.get(path(id)), await ask(id, someone())])
      expectRefusal(reply, { status: 404, code: 'NOT_FOUND_ERROR', reason: 'receipt_not_found' });
    const unknown = await gateway.shopper.get(path('pay_0000000aaaaaaaaa'));
    expectRefusal(unknown, { status: 404, code: 'NOT_FOUND_ERROR', description: 'Payment not found' });
  });

  it('of every captured payment with a known email, from the moment that the merchant wants it, each once', async () => {
    const customer = (email: string) => ({ customer: { name: 'Asha', email } });
    const [before, first, after] = [someone(), someone(), someone()];
    await paid(customer(before));
    expect((await setting(true)).json.mail_receipts).toBe(true);
    await paid();
    await paid(customer(first));
    const mail = await arrived(first);
    expect(mail).toMatchObject({ kind: 'receipt', recipient: first });
    expect((await setting(false)).json.mail_receipts).toBe(false);
    await paid(customer(after));
    // A pass over the captures of the last minute would find all of them again.
    await setting(true);
    const last = someone();
    await paid(customer(last));
    await arrived(last);
    await setting(false);
    for (const [email, count] of [
      [before, 0],
      [first, 1],
      [after, 0],
    ] as const)
      expect([email, (await mailsTo(email)).length]).toEqual([email, count]);
  });

  it('an erasure removes the address, and a mail that was not sent is not sent', async () => {
    const [email, typed] = [someone(), someone()];
    const { id } = (await gateway.api.post('/api/v1/customers', { name: 'Asha', email })).json;
    const payment = await paid({ customer: { id } });
    expect((await ask(payment, email)).status).toBe(200);
    expect((await ask(payment, typed)).status).toBe(200);
    const pending = `UPDATE mails SET status = 'pending', next_attempt_at = now() + interval '1 hour' WHERE recipient = $1`;
    await gateway.db.query(pending, [typed]);
    await gateway.api.post(`/api/v1/customers/${id}/erase`);
    await waitFor(async () => (await gateway.api.get(`/api/v1/customers/${id}`)).json.erasure_finished_at, {
      what: 'the end of the erasure',
      timeoutMs: 20_000,
    });
    const text = 'SELECT recipient, status, error FROM mails WHERE object_id = $1 ORDER BY id';
    expect((await gateway.db.query(text, [payment])).rows).toEqual([
      { recipient: 'erased', status: 'kept', error: null },
      { recipient: 'erased', status: 'failed', error: 'erased' },
    ]);
  });
});

describe('without mail', () => {
  it('the payer has the link alone', async () => {
    const env = { DEMO: 'false', ENCRYPTION_KEY: randomBytes(32).toString('base64') };
    const gateway = await Gateway.start({ worker: false, env });
    const { api } = await gateway.newMerchant();
    const { id } = await gateway.pay((await gateway.order({}, api)).id, undefined, api);
    for (const columns of [
      `status = 'processing', due_at = NULL`,
      `status = 'success', captured = true, amount_captured = amount, captured_at = now()`,
    ])
      await gateway.db.query(`UPDATE payments SET ${columns} WHERE id = $1`, [id]);
    const path = `/api/v1/payments/${id}/public/receipt`;
    expect((await gateway.shopper.get(path)).json).toMatchObject({ can_mail: false });
    const refused = await gateway.shopper.post(path, { email: someone() });
    expectRefusal(refused, { status: 400, code: 'BAD_REQUEST_ERROR', reason: 'mail_off' });
    await gateway.stop();
  });
});
