import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import Razorpay from 'razorpay';
import { validatePaymentVerification, validateWebhookSignature } from 'razorpay/dist/utils/razorpay-utils.js';
import { Gateway } from '../support/gateway.js';
import { waitFor } from '../support/processes.js';
import { Receiver } from '../support/receiver.js';

const KEY = { key_id: 'key_test_abc123', key_secret: 'secret_test_xyz789' };
const WEBHOOK_SECRET = 'chosen-by-the-merchant';
const CALLBACK = 'https://shop.example/paid?cart=7';

let gateway: Gateway;
let receiver: Receiver;
let razorpay: Razorpay;

beforeAll(async () => {
  [gateway, receiver] = await Promise.all([Gateway.start({ env: { BANK_TIMEOUT: '1s' } }), Receiver.start()]);
  razorpay = clientOf(KEY);
});
afterAll(async () => {
  await gateway.stop();
  await receiver.stop();
});

function clientOf(keys: { key_id: string; key_secret: string }): Razorpay {
  const client = new Razorpay(keys);
  const { rq } = client.api as unknown as { rq: { defaults: { baseURL: string } } };
  rq.defaults.baseURL = `${gateway.baseUrl}/razorpay`;
  return client;
}

interface Failure {
  statusCode: number;
  error: { code: string; description: string; field?: string; reason: string };
}
const failureOf = (call: Promise<unknown>): Promise<Failure> =>
  call.then(
    (result) => {
      throw new Error(`expected a refusal, got ${JSON.stringify(result)}`);
    },
    (error: Failure) => error,
  );

interface Link {
  id: string;
  short_url: string;
  reference_id: string;
  order_id?: string;
  payments: object[];
}
const seconds = () => Math.floor(Date.now() / 1_000);
const newReference = () => `TS${randomUUID().replaceAll('-', '').slice(0, 16)}`;
const newLink = (fields: object = {}, client = razorpay) =>
  client.paymentLink.create({
    ...{ amount: 1_000, currency: 'INR', description: 'Payment for policy no #23456', ...fields },
  } as never) as unknown as Promise<Link>;
const all = (query: object) => razorpay.paymentLink.all(query) as unknown as Promise<{ payment_links: Link[] }>;
const fetched = (id: string) => razorpay.paymentLink.fetch(id) as unknown as Promise<Link & { status: string }>;

const opened = async (id: string) =>
  (await gateway.shopper.post(`/api/v1/payment-links/${id}/public/orders`, {})).json.order_id as string;
const returned = async (orderId: string) =>
  (await gateway.shopper.get(`/api/v1/orders/${orderId}/public/return`)).json.return_url as string | null;
const paid = async (id: string, vpa = 'success@upi') => {
  const orderId = await opened(id);
  const status = vpa === 'success@upi' ? 'success' : 'failed';
  const payment = await gateway.payment((await gateway.pay(orderId, { method: 'upi', vpa })).id, [status]);
  return { orderId, paymentId: payment.id as string };
};

describe('payment links through the official client', () => {
  it('are created and fetched in the shape of Razorpay, and the page takes the payment', async () => {
    const reference_id = newReference();
    const expire_by = seconds() + 3_600;
    const link = await newLink({
      ...{ reference_id, expire_by, accept_partial: false, reminder_enable: true, notify: { sms: true, email: true } },
      customer: { name: 'Gaurav Kumar', contact: '9876543210', email: 'gaurav.kumar@example.com' },
      ...{ notes: { policy_name: 'Life Insurance Policy' }, callback_url: CALLBACK, callback_method: 'get' },
    });
    expect(link).toEqual({
      ...{ accept_partial: false, amount: 1_000, amount_paid: 0, callback_method: 'get', callback_url: CALLBACK },
      ...{ cancelled_at: 0, created_at: expect.any(Number), currency: 'INR', expire_by, expired_at: 0 },
      customer: { name: 'Gaurav Kumar', contact: '+919876543210', email: 'gaurav.kumar@example.com' },
      ...{ description: 'Payment for policy no #23456', first_min_partial_amount: 0 },
      ...{ id: expect.stringMatching(/^plink_/), notes: { policy_name: 'Life Insurance Policy' } },
      notify: { email: false, sms: false, whatsapp: false },
      ...{ payments: [], reference_id, reminder_enable: false, reminders: [], status: 'created', upi_link: false },
      ...{ short_url: expect.stringMatching(/\/l\/plink_/), updated_at: expect.any(Number) },
      ...{ user_id: '', whatsapp_link: false },
    });
    expect(await fetched(link.id)).toEqual(link);
    const { orderId, paymentId } = await paid(link.id);
    expect(await fetched(link.id)).toMatchObject({
      ...{ status: 'paid', amount_paid: 1_000, order_id: orderId },
      payments: [{ amount: 1_000, method: 'upi', payment_id: paymentId, plink_id: link.id, status: 'captured' }],
    });
    const payment = await razorpay.payments.fetch(paymentId);
    expect(payment).toMatchObject({ email: 'gaurav.kumar@example.com', contact: '+919876543210' });
    expect((await razorpay.orders.fetchPayments(orderId)).items.map(({ id }) => id)).toEqual([paymentId]);
  });

  it('are found by their reference, their payment and their time, page by page', async () => {
    const links = [await newLink({ reference_id: newReference() }), await newLink({ reference_id: newReference() })];
    const idsOf = async (query: object) => (await all(query)).payment_links.map(({ id }) => id);
    expect(await idsOf({ reference_id: links[0]!.reference_id })).toEqual([links[0]!.id]);
    expect(await idsOf({ reference_id: newReference() })).toEqual([]);
    const { paymentId } = await paid(links[0]!.id);
    expect(await idsOf({ payment_id: paymentId })).toEqual([links[0]!.id]);
    expect(await idsOf({ count: 1 })).toEqual([links[1]!.id]);
    expect(await idsOf({ count: 1, skip: 1 })).toEqual([links[0]!.id]);
    expect(await idsOf({ from: 1, to: 2 })).toEqual([]);
  });

  it('a reference is used once, and the refusal has Razorpay’s own words', async () => {
    const { reference_id } = await newLink({ reference_id: newReference() });
    const { statusCode, error } = await failureOf(newLink({ reference_id }));
    expect([statusCode, error.code, error.field]).toEqual([400, 'BAD_REQUEST_ERROR', 'reference_id']);
    expect(error.description).toBe(
      `payment link with given reference_id: ${reference_id} already exists. ` +
        'Please create a payment link with a different reference_id',
    );
    expect((await all({ reference_id })).payment_links).toHaveLength(1);
  });

  it('are edited as long as they take payments, and their open order follows', async () => {
    const link = await newLink({ expire_by: seconds() + 3_600 });
    const orderId = await opened(link.id);
    const change = { reference_id: newReference(), expire_by: seconds() + 7_200, notes: { a: 'b' } };
    const edited = await razorpay.paymentLink.edit(link.id, { ...change, reminder_enable: false });
    expect(edited).toMatchObject({ id: link.id, ...change });
    const { json: order } = await gateway.api.get(`/api/v1/orders/${orderId}`);
    expect(Date.parse(order.expires_at)).toBe(change.expire_by * 1_000);
    await paid(link.id);
    const { statusCode, error } = await failureOf(razorpay.paymentLink.edit(link.id, { notes: {} }));
    expect([statusCode, error.description]).toEqual([
      400,
      'update can only be made in created or partially paid state',
    ]);
  });

  it('are cancelled once; a paid one is not', async () => {
    const link = await newLink();
    expect(await razorpay.paymentLink.cancel(link.id)).toMatchObject({ status: 'cancelled', amount_paid: 0 });
    expect(await fetched(link.id)).toMatchObject({ status: 'cancelled', cancelled_at: expect.any(Number) });
    const again = await failureOf(razorpay.paymentLink.cancel(link.id));
    expect(again.error.description).toBe('cannot cancel or expire an expired link');
    const other = await newLink();
    await paid(other.id);
    const late = await failureOf(razorpay.paymentLink.cancel(other.id));
    expect(late.error.description).toBe('cannot cancel or expire an already paid/partially paid link');
  });

  it.each([
    [{ accept_partial: true }, 'accept_partial'],
    [{ upi_link: true }, 'upi_link'],
    [{ amount: 10 }, 'amount'],
    [{ reference_id: 'x'.repeat(41) }, 'reference_id'],
    [{ expire_by: 1_700_000_000 }, 'expire_by'],
    [{ callback_url: CALLBACK }, 'callback_method'],
    [{ callback_url: 'javascript:alert(1)', callback_method: 'get' }, 'return_url'],
    [{ customer: { contact: '12' } }, 'customer.contact'],
    [{ options: { checkout: { method: { upi: false } } } }, 'options'],
    [{ options: { order: { offers: ['offer_1'] } } }, 'options'],
    [{ surprise: 1 }, 'surprise'],
  ])('%j is refused with the error of Razorpay, and its field', async (fields, field) => {
    const { statusCode, error } = await failureOf(newLink(fields));
    expect([statusCode, error.code, error.field]).toEqual([400, 'BAD_REQUEST_ERROR', field]);
  });

  it('methods that the checkout lacks may be hidden', async () => {
    const options = { checkout: { method: { card: '1', upi: true, netbanking: '0', wallet: false } } };
    expect((await newLink({ options })).id).toMatch(/^plink_/);
  });

  it('a long or an empty description is kept', async () => {
    const long = 'x'.repeat(600);
    expect(await newLink({ description: long })).toMatchObject({ description: long });
    expect(await newLink({ description: undefined })).toMatchObject({ description: '' });
  });

  it('nothing is sent to payers: notify_by is refused, and says what to do', async () => {
    const { id } = await newLink();
    const { error } = await failureOf(razorpay.paymentLink.notifyBy(id, 'email'));
    expect([error.reason, error.description]).toEqual([
      'facade_not_supported',
      expect.stringContaining('send them the short_url'),
    ]);
  });

  it('another merchant sees and changes nothing', async () => {
    const { id, reference_id } = await newLink({ reference_id: newReference() });
    const other = await gateway.newMerchant();
    const path = `/razorpay/v1/payment_links`;
    expect((await other.api.get(`${path}/${id}`)).status).toBe(400);
    expect((await other.api.post(`${path}/${id}/cancel`, {})).status).toBe(400);
    expect((await other.api.call('PATCH', `${path}/${id}`, { notes: {} })).status).toBe(400);
    expect((await other.api.get(`${path}?reference_id=${reference_id}`)).json.payment_links).toEqual([]);
  });
});

describe('the callback of a payment link', () => {
  const withCallback = (fields: object = {}) => newLink({ callback_url: CALLBACK, callback_method: 'get', ...fields });

  it('has the parameters of Razorpay, which the verification of the client accepts', async () => {
    for (const reference of [newReference(), undefined]) {
      const link = await withCallback({ reference_id: reference });
      const { orderId, paymentId } = await paid(link.id);
      const url = new URL((await returned(orderId)) ?? '');
      const { razorpay_signature: signature, ...parameters } = Object.fromEntries(url.searchParams);
      expect(parameters).toEqual({
        ...{ cart: '7', razorpay_payment_id: paymentId, razorpay_payment_link_id: link.id },
        ...{ razorpay_payment_link_reference_id: reference ?? '', razorpay_payment_link_status: 'paid' },
      });
      const signed = {
        ...{ payment_link_id: link.id, payment_id: paymentId },
        ...{ payment_link_reference_id: reference ?? '', payment_link_status: 'paid' },
      };
      expect(validatePaymentVerification(signed as never, signature ?? '', KEY.key_secret)).toBe(true);
      expect(validatePaymentVerification(signed as never, signature ?? '', 'another')).toBe(false);
    }
  });

  it('is made only for a payment in success of that very link', async () => {
    const link = await withCallback();
    expect(await returned(await opened(link.id))).toBeNull();
    const { orderId } = await paid(link.id, 'failure@upi');
    expect(await returned(orderId)).toBeNull();
    const plain = await gateway.order({ return_url: 'https://shop.example/thanks' });
    await gateway.payment((await gateway.pay(plain.id)).id, ['success']);
    expect(await returned(plain.id)).not.toContain('razorpay_');
  });

  it('needs a key that can sign, and a deleted key signs nothing more', async () => {
    const hashed = await gateway.newMerchant();
    const body = { amount: 1_000, callback_url: CALLBACK, callback_method: 'get' };
    const { status, json } = await hashed.api.post('/razorpay/v1/payment_links', body);
    expect([status, json.error.reason]).toEqual([400, 'key_cannot_sign']);
    const link = await withCallback();
    const { orderId } = await paid(link.id);
    await gateway.db.query(`UPDATE payment_links SET return_key = 'key_test_deleted' WHERE id = $1`, [link.id]);
    expect(await returned(orderId)).toBeNull();
  });
});

describe('webhooks of payment links in the form of Razorpay', () => {
  it('paid, cancelled and expired pass the verification, and hold what the API returns', async () => {
    await gateway.api.post('/api/v1/webhook-endpoints', {
      ...{ url: receiver.url, format: 'razorpay', secret: WEBHOOK_SECRET },
      events: ['payment_link.paid', 'payment_link.cancelled', 'payment_link.expired'],
    });
    const [first, second, third] = [await newLink(), await newLink(), await newLink()];
    const { paymentId } = await paid(first.id);
    await razorpay.paymentLink.cancel(second.id);
    await gateway.db.query(`UPDATE payment_links SET expires_at = now() - interval '1 second' WHERE id = $1`, [
      third.id,
    ]);
    const eventOf = (name: string) =>
      receiver.received.find(({ body }) => (JSON.parse(body) as { event: string }).event === name);
    const names = ['payment_link.paid', 'payment_link.cancelled', 'payment_link.expired'];
    await waitFor(() => names.every((name) => eventOf(name)), { what: 'the three events' });
    for (const [index, name] of names.entries()) {
      const { body, headers } = eventOf(name)!;
      expect(validateWebhookSignature(body, String(headers['x-razorpay-signature']), WEBHOOK_SECRET)).toBe(true);
      const { contains, payload } = JSON.parse(body);
      expect(contains).toEqual(index === 0 ? ['payment_link', 'payment'] : ['payment_link']);
      expect(payload.payment_link.entity).toEqual(await fetched([first, second, third][index]!.id));
      if (index === 0) expect(payload.payment.entity).toMatchObject({ id: paymentId, status: 'captured' });
    }
  });
});

describe('webhook endpoints through the official client', () => {
  const account = `acc_${'550e8400e29b41d4a716446655440000'.slice(0, 14)}`;
  const events = ['payment.captured', 'refund.failed'];
  const webhook = { url: 'https://shop.example/hooks', secret: WEBHOOK_SECRET, events, alert_email: 'a@shop.example' };
  const create = (fields: object = {}) => razorpay.webhooks.create({ ...webhook, ...fields });

  it('are created, listed, fetched, edited and deleted in the shape of Razorpay', async () => {
    const made = await create();
    expect(made).toEqual({
      ...{ id: expect.stringMatching(/^we_/), entity: 'webhook', url: webhook.url, active: true, secret_exists: true },
      ...{ alert_email: null, context: [], disabled_at: 0, owner_id: account, owner_type: 'merchant' },
      ...{ created_at: expect.any(Number), updated_at: expect.any(Number) },
      // An approval is captured at once, or later: the gateway has one type for both.
      events: ['payment.authorized', ...events],
    });
    expect(await razorpay.webhooks.fetch(made.id, account)).toEqual(made);
    expect((await razorpay.webhooks.all({ count: 100 })).items.map(({ id }) => id)).toContain(made.id);
    const change = { url: 'https://shop.example/other', events: { 'order.paid': true, 'payment.failed': '0' } };
    const edited = await razorpay.webhooks.edit(change, made.id);
    expect(edited).toMatchObject({ url: 'https://shop.example/other', events: ['qr_code.credited', 'order.paid'] });
    const off = await razorpay.webhooks.edit({ url: webhook.url, active: false } as never, made.id, account);
    expect(off).toMatchObject({ active: false, disabled_at: expect.any(Number) });
    expect(await razorpay.webhooks.delete(made.id, account)).toEqual([]);
    expect((await failureOf(razorpay.webhooks.fetch(made.id, account))).statusCode).toBe(400);
  });

  it.each([
    [{ events: ['payment.dispute.created'] }, 'events'],
    [{ events: undefined }, 'events'],
    [{ secret: '12345' }, 'secret'],
    [{ url: 'ftp://shop.example' }, 'url'],
  ])('%j is refused with the error of Razorpay, and its field', async (fields, field) => {
    const { statusCode, error } = await failureOf(create(fields));
    expect([statusCode, error.code, error.field]).toEqual([400, 'BAD_REQUEST_ERROR', field]);
  });

  it('of another account, another merchant or another format are not there', async () => {
    const { id } = await create();
    expect((await failureOf(razorpay.webhooks.fetch(id, 'acc_00000000000000'))).statusCode).toBe(400);
    const other = await gateway.newMerchant();
    expect((await other.api.get(`/razorpay/v1/webhooks/${id}`)).status).toBe(400);
    const { json } = await gateway.api.post('/api/v1/webhook-endpoints', { url: webhook.url });
    expect((await gateway.api.get(`/razorpay/v1/webhooks/${json.id}`)).status).toBe(400);
    expect((await failureOf(razorpay.webhooks.edit({ secret: 'another-secret' } as never, id))).error.field).toBe(
      'secret',
    );
  });
});
