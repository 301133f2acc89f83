import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Razorpay from 'razorpay';
import { validateWebhookSignature } from 'razorpay/dist/utils/razorpay-utils.js';
import { encode } from 'uqr';
import { Gateway } from '../support/gateway.js';
import { waitFor } from '../support/processes.js';
import { Receiver } from '../support/receiver.js';

const WEBHOOK_SECRET = 'chosen-by-the-merchant';

let gateway: Gateway;
let receiver: Receiver;
let razorpay: Razorpay;

beforeAll(async () => {
  [gateway, receiver] = await Promise.all([Gateway.start(), Receiver.start()]);
  razorpay = new Razorpay({ key_id: 'key_test_abc123', key_secret: 'secret_test_xyz789' });
  const { rq } = razorpay.api as unknown as { rq: { defaults: { baseURL: string } } };
  rq.defaults.baseURL = `${gateway.baseUrl}/razorpay`;
});
afterAll(async () => {
  await gateway.stop();
  await receiver.stop();
});

const seconds = () => Math.floor(Date.now() / 1_000);
const single = { type: 'upi_qr', usage: 'single_use', fixed_amount: true, payment_amount: 30_000 } as const;
const create = (fields: object = single) => razorpay.qrCode.create(fields as never);
const linkOf = (qrId: string) => qrId.replace('qr_', 'plink_');
const paid = async (qrId: string, amount?: number): Promise<string> => {
  const path = `/api/v1/payment-links/${linkOf(qrId)}/public/orders`;
  const { json: order } = await gateway.shopper.post(path, { amount });
  return (await gateway.payment((await gateway.pay(order.order_id)).id, ['success'])).id;
};
const refused = async (call: Promise<unknown>) => {
  const failure = await call.then(
    (result) => ({ statusCode: 0, error: { field: JSON.stringify(result), description: '' } }),
    (error: { statusCode: number; error: { field?: string; description: string } }) => error,
  );
  return [failure.statusCode, failure.error.field ?? failure.error.description];
};

describe('QR codes through the official client', () => {
  it('are created, fetched and closed in the shape of Razorpay', async () => {
    const customer = await razorpay.customers.create({ name: 'Asha Rao', email: `${seconds()}@shop.example` });
    const close_by = seconds() + 600;
    const details = { name: 'Store_1', description: 'For Store 1', notes: { purpose: 'Test UPI QR code notes' } };
    const code = await create({ ...single, ...details, customer_id: customer.id, close_by });
    expect(code).toEqual({
      ...{ id: expect.stringMatching(/^qr_/), entity: 'qr_code', created_at: expect.any(Number), status: 'active' },
      ...{ ...single, ...details, customer_id: customer.id, close_by },
      ...{ payments_amount_received: 0, payments_count_received: 0 },
      image_url: expect.stringMatching(/\/razorpay\/v1\/qr_codes\/qr_\w+\.svg$/),
    });
    expect(await razorpay.qrCode.fetch(code.id)).toEqual(code);
    const closed = await razorpay.qrCode.close(code.id);
    expect(closed).toEqual({ ...code, status: 'closed', closed_at: expect.any(Number), close_reason: 'on_demand' });
    expect(await refused(razorpay.qrCode.close(code.id))).toEqual([400, 'QR Code is already closed']);
    expect(await refused(razorpay.qrCode.fetch('qr_0000000000000000'))).toEqual([
      400,
      'The id provided does not exist',
    ]);
    const { json: link } = await gateway.api.post('/api/v1/payment-links', { amount: 100, title: 'Tea' });
    expect((await refused(razorpay.qrCode.fetch(link.id.replace('plink_', 'qr_'))))[0]).toBe(400);
  });

  it('a code for one payment is closed by it, one for many counts and sums what was captured', async () => {
    const once = await create();
    const payment = await paid(once.id);
    expect(await razorpay.qrCode.fetch(once.id)).toMatchObject({
      ...{ status: 'closed', close_reason: 'paid', closed_at: expect.any(Number) },
      ...{ payments_amount_received: 30_000, payments_count_received: 1 },
    });
    const open = await create({ type: 'upi_qr', usage: 'multiple_use' });
    expect(open).toMatchObject({ fixed_amount: false, payment_amount: null });
    const payments = [await paid(open.id, 15_000), await paid(open.id, 20_000)];
    expect(await razorpay.qrCode.fetch(open.id)).toMatchObject({
      ...{ status: 'active', payments_amount_received: 35_000, payments_count_received: 2 },
    });
    const listed = await razorpay.qrCode.fetchAllPayments(open.id, { count: 10 });
    expect(listed).toMatchObject({ entity: 'collection', count: 2 });
    expect(listed.items.map(({ id, method }) => [id, method])).toEqual(payments.reverse().map((id) => [id, 'upi']));
    const order = await razorpay.orders.fetch(String((await razorpay.payments.fetch(payment)).order_id));
    expect(order.notes).toEqual([]);
    expect((await razorpay.qrCode.all({ payment_id: payment })).items.map(({ id }) => id)).toEqual([once.id]);
  });

  it('are listed apart from payment links, page by page and by customer', async () => {
    const customer = await razorpay.customers.create({ name: 'Ravi', email: `ravi-${seconds()}@shop.example` });
    const codes = [await create({ ...single, customer_id: customer.id }), await create()];
    const { json: link } = await gateway.api.post('/api/v1/payment-links', { amount: 100, title: 'Tea' });
    const idsOf = async (query: object) => (await razorpay.qrCode.all(query)).items.map(({ id }) => id);
    expect(await idsOf({ count: 2 })).toEqual([codes[1]!.id, codes[0]!.id]);
    expect(await idsOf({ count: 1, skip: 1 })).toEqual([codes[0]!.id]);
    expect(await idsOf({ customer_id: customer.id })).toEqual([codes[0]!.id]);
    expect(await idsOf({ from: 1, to: 2 })).toEqual([]);
    const { payment_links: links } = (await razorpay.paymentLink.all({ count: 100 })) as unknown as {
      payment_links: { id: string }[];
    };
    expect(links.map(({ id }) => id)).toEqual([link.id, ...links.slice(1).map(({ id }) => id)]);
    expect(links.some(({ id }) => codes.some((code) => linkOf(code.id) === id))).toBe(false);
  });

  it('have an image that anyone can load, which holds the address of the page', async () => {
    const code = await create();
    const { pathname } = new URL(code.image_url);
    const response = await fetch(`${gateway.baseUrl}${pathname}`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
    const image = await response.text();
    const modules = encode(`http://localhost:3001/l/${linkOf(code.id)}`, { border: 2 })
      .data.flat()
      .filter(Boolean);
    expect([...image.matchAll(/M\d+,\d+h/g)]).toHaveLength(modules.length);
    expect((await fetch(`${gateway.baseUrl}/razorpay/v1/qr_codes/qr_0000000000000000.svg`)).status).toBe(400);
  });

  it.each([
    [{ ...single, type: 'bharat_qr' }, 'type'],
    [{ ...single, usage: 'sometimes' }, 'usage'],
    [{ ...single, fixed_amount: false, payment_amount: undefined }, 'fixed_amount'],
    [{ ...single, payment_amount: 10 }, 'amount'],
    [{ ...single, payment_amount: undefined }, 'amount'],
    [{ ...single, close_by: 1_700_000_000 }, 'close_by'],
    [{ ...single, usage: 'multiple_use', close_by: 4_000_000_000 }, 'close_by'],
    [{ ...single, tax_invoice: { number: 'INV1' } }, 'tax_invoice'],
    [{ ...single, notes: 'none' }, 'notes'],
    [{ ...single, customer_id: 7 }, 'customer_id'],
    [{ ...single, customer_id: 'cust_0000000000000000' }, 'The id provided does not exist'],
    [{ ...single, surprise: 1 }, 'surprise'],
  ])('%j is refused with the error of Razorpay, and its field', async (fields, field) => {
    expect(await refused(create(fields))).toEqual([400, field]);
  });

  it('webhooks tell of the code, its payment and its end, and the client verifies them', async () => {
    const events = ['qr_code.created', 'qr_code.credited', 'qr_code.closed'];
    await razorpay.webhooks.create({ url: receiver.url, secret: WEBHOOK_SECRET, events });
    const once = await create({ ...single, notes: { branch: 'Rajaji Nagar' } });
    const open = await create({ type: 'upi_qr', usage: 'multiple_use', name: 'Counter' });
    const payment = await paid(once.id);
    await paid(open.id, 5_000);
    await razorpay.qrCode.close(open.id);
    const bodies = () =>
      receiver.received.map(({ body, headers }) => {
        expect(validateWebhookSignature(body, String(headers['x-razorpay-signature']), WEBHOOK_SECRET)).toBe(true);
        return JSON.parse(body);
      });
    const of = (event: string, id: string) =>
      bodies().find((one) => one.event === event && one.payload.qr_code.entity.id === id);
    const expected = events.flatMap((event) => [[event, once.id] as const, [event, open.id] as const]);
    await waitFor(() => expected.every(([event, id]) => of(event, id)), { what: 'two events of each type' });
    expect(receiver.received).toHaveLength(6);
    expect(of('qr_code.created', once.id).payload.qr_code.entity).toEqual(once);
    const credited = of('qr_code.credited', once.id);
    expect(credited.contains).toEqual(['payment', 'qr_code']);
    const now = await razorpay.qrCode.fetch(once.id);
    expect(credited.payload).toMatchObject({ payment: { entity: { id: payment } }, qr_code: { entity: now } });
    expect(of('qr_code.closed', once.id).payload.qr_code.entity).toEqual(now);
    const many = of('qr_code.credited', open.id).payload.qr_code.entity;
    expect(many).toMatchObject({ name: 'Counter', status: 'active', payment_amount: null, fixed_amount: false });
    expect(many).not.toHaveProperty('payments_amount_received');
    expect(of('qr_code.closed', open.id).payload.qr_code.entity).toMatchObject({ close_reason: 'on_demand' });
  });
});
