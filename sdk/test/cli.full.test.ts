import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PaymentGateway, constructEvent } from '@payment-gateway/sdk';
import { Gateway } from '../../api/test/support/gateway.js';
import { type GatewayProcess, startProgram, waitFor } from '../../api/test/support/processes.js';
import { json, ScriptedServer } from './support/server.js';

const PG = fileURLToPath(new URL('../bin/pg.js', import.meta.url));
const KEY = { apiKey: 'key_test_abc123', apiSecret: 'secret_test_xyz789' };

describe('pg', () => {
  let gateway: Gateway;
  let merchant: PaymentGateway;
  let receiver: ScriptedServer;
  const running: GatewayProcess[] = [];
  beforeAll(async () => {
    gateway = await Gateway.start();
    merchant = new PaymentGateway({ ...KEY, baseUrl: gateway.baseUrl });
    receiver = await ScriptedServer.start();
    receiver.answers(json({}));
  });
  afterAll(async () => {
    await Promise.all(running.map((program) => program.stop()));
    await receiver.stop();
    await gateway.stop();
  });

  const start = (...args: string[]) => {
    const program = startProgram([PG, ...args], { PAYMENT_GATEWAY_URL: gateway.baseUrl });
    running.push(program);
    return program;
  };
  const finished = async (...args: string[]) => {
    const program = start(...args);
    if (program.child.exitCode === null) await once(program.child, 'close');
    return { code: program.child.exitCode, said: program.log() };
  };

  it('listen forwards every event once, signed with the secret that it prints; Ctrl-C ends it', async () => {
    const { host } = new URL(receiver.url);
    const listening = start('listen', '--forward-to', `${host}/hooks`);
    await waitFor(() => listening.log().includes('Listening'), { what: 'pg listen' });
    const [secret = ''] = /whsec_\S+/.exec(listening.log()) ?? [];
    const order = await merchant.createOrder({ amount: 50_000 });
    const payment = await merchant.createPayment({ orderId: order.id, method: 'upi', vpa: 'success@upi' });
    await waitFor(() => receiver.received.length >= 4, { what: 'the events at the receiver' });
    expect(receiver.received.map(({ url }) => url)).toEqual(Array(4).fill('/hooks'));
    const events = await Promise.all(
      receiver.received.map(({ body, headers }) => constructEvent(body, headers, secret)),
    );
    expect(events.map(({ event }) => event).sort()).toEqual([
      'order.paid',
      'payment.created',
      'payment.pending',
      'payment.success',
    ]);
    const success = events.find(({ event }) => event === 'payment.success');
    expect(success?.data).toMatchObject({ payment: { id: payment.id, amount: 50_000 } });
    const line = /payment\.success\s+evt_\w{16}\s+pay_\w{16}\s+200 in \d+ ms/;
    await waitFor(() => line.test(listening.log()), { what: 'the line about it' });
    listening.child.kill('SIGINT');
    await once(listening.child, 'close');
    expect(listening.child.exitCode).toBe(0);
  });

  it('listen resumes at its position when the gateway comes back', async () => {
    receiver.answers(json({}));
    const listening = start('listen', '--forward-to', receiver.url, '--events', 'order.cancelled');
    await waitFor(() => listening.log().includes('Listening'), { what: 'pg listen' });
    const cancel = async () => (await merchant.orders.cancel((await merchant.createOrder({ amount: 100 })).id)).id;
    const first = await cancel();
    await waitFor(() => listening.log().includes(first), { what: 'the first event' });
    await gateway.servers[0]?.kill();
    await gateway.startServer();
    const second = await cancel();
    await waitFor(() => listening.log().includes(second), { what: 'the event after the restart' });
    expect(
      receiver.received.map(({ body }) => (JSON.parse(body) as { data: { order: { id: string } } }).data.order.id),
    ).toEqual([first, second]);
  });

  it('trigger causes the real event', async () => {
    const { code, said } = await finished('trigger', 'refund.processed');
    expect(code).toBe(0);
    const [, refundId = ''] = /(rfnd_\w{16})/.exec(said) ?? [];
    await waitFor(async () => (await merchant.getRefund(refundId)).status === 'processed', { what: 'the refund' });
  });

  it('trigger pays a payment link', async () => {
    const { code, said } = await finished('trigger', 'payment_link.paid');
    expect(code).toBe(0);
    const [, linkId = ''] = /(plink_\w{16})/.exec(said) ?? [];
    expect((await merchant.paymentLinks.get(linkId)).status).toBe('paid');
  });

  it('trigger sends a slow event type as a sample, and fails if no endpoint exists', async () => {
    expect(await finished('trigger', 'payment.expired')).toMatchObject({
      code: 1,
      said: expect.stringContaining('no webhook endpoint yet'),
    });
    const { id } = await merchant.endpoints.create({ kind: 'inbox' });
    const { code, said } = await finished('trigger', 'payment.expired');
    expect([code, said]).toEqual([0, expect.stringContaining(`to ${id}`)]);
  });

  it('events resend sends an event again: to the endpoints, and to a listener each time', async () => {
    const [event] = (await merchant.events.list({ type: 'order.paid' })).data;
    receiver.answers(json({}));
    // Of that type alone: the events of the tests before may still arrive.
    const listening = start('listen', '--forward-to', receiver.url, '--events', 'order.paid', '--json');
    await waitFor(() => listening.log().includes('"listening"'), { what: 'pg listen' });
    const { code, said } = await finished('events', 'resend', event?.id ?? '');
    expect([code, said.trim()]).toEqual([
      0,
      `${event?.id} is sent again: deliveries to endpoints: 1; every listener (pgw listen) receives it too`,
    ]);
    expect((await merchant.webhookLogs.list({ eventId: event?.id ?? '' })).data).toHaveLength(1);
    await waitFor(() => receiver.received.length === 1, { what: 'the event at the receiver' });
    const again = await finished('events', 'resend', event?.id ?? '', '--json');
    expect(JSON.parse(again.said)).toMatchObject({ type: 'resent', event_id: event?.id, listeners: true });
    await waitFor(() => receiver.received.length === 2, { what: 'the event once more' });
    const lines = () =>
      listening
        .log()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { type: string; secret?: string });
    await waitFor(() => lines().filter(({ type }) => type === 'event').length === 2, { what: 'the lines about it' });
    const [{ secret = '' } = {}] = lines();
    for (const { headers, body } of receiver.received)
      expect((await constructEvent(body, headers, secret)).id).toBe(event?.id);
    expect(lines().at(-1)).toMatchObject({ resent: true, event: { id: event?.id }, forwarded: { status: 200 } });
  });

  it('a listener’s secret is the same for the same key, and can be printed', async () => {
    const secrets = [];
    for (const args of [[], ['--json'], ['--secret', `whsec_${'a'.repeat(44)}`]])
      secrets.push((await finished('listen', '--print-secret', ...args)).said.trim());
    const [first = '', asJson = '', own] = secrets;
    expect(first).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(JSON.parse(asJson)).toEqual({ type: 'secret', secret: first });
    expect(own).toBe(`whsec_${'a'.repeat(44)}`);
    const other = await finished('listen', '--print-secret', '--api-key', 'key_test_x', '--api-secret', 'another');
    expect(other.said).not.toContain(first);
  });

  it('--json prints one object per line, even for an error', async () => {
    const triggered = await finished('trigger', 'payment.created', '--json');
    expect(JSON.parse(triggered.said)).toEqual({
      type: 'triggered',
      event: 'payment.created',
      order_id: expect.stringMatching(/^order_/),
      payment_id: expect.stringMatching(/^pay_/),
    });
    const missing = await finished('events', 'resend', 'evt_0000000000000000', '--json');
    expect([missing.code, JSON.parse(missing.said)]).toEqual([
      1,
      expect.objectContaining({ type: 'error', code: 'NOT_FOUND_ERROR', request_id: expect.any(String) }),
    ]);
    const wrong = await finished('sell', '--json');
    expect([wrong.code, JSON.parse(wrong.said)]).toEqual([2, expect.objectContaining({ code: 'COMMAND_ERROR' })]);
  });

  const objects = async (...args: string[]) => {
    const { code, said } = await finished(...args, '--json');
    if (code !== 0) throw new Error(said);
    return said
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; object: Record<string, unknown>; cursor?: string });
  };

  it('customers: create, list, get, update, list-payments and erase', async () => {
    const fields = ['name=Asha Rao', 'email=asha.of.cli@example.com', 'notes={"tier":"gold"}'];
    const [made] = await objects('customers', 'create', ...fields);
    const id = String(made?.object['id']);
    expect(made).toEqual({
      type: 'object',
      object: expect.objectContaining({ name: 'Asha Rao', notes: { tier: 'gold' }, contact: null }),
    });
    const order = await objects('orders', 'create', 'amount=50000', `customer.id=${id}`, 'notes.a_key=1');
    expect(order[0]?.object).toMatchObject({ customer: { id, name: 'Asha Rao' }, notes: { a_key: '1' } });
    const payment = await merchant.createPayment({
      orderId: String(order[0]?.object['id']),
      method: 'upi',
      vpa: 'success@upi',
    });
    const paid = await objects('customers', 'list-payments', id);
    expect(paid.map(({ object }) => object['id'])).toEqual([payment.id]);
    const [changed] = await objects('customers', 'update', id, 'contact=+919876543210', 'email=null');
    expect(changed?.object).toMatchObject({ contact: '+919876543210', email: null, name: 'Asha Rao' });
    await objects('customers', 'create', 'name=Ravi');
    const page = await objects('customers', 'list', 'limit=1');
    expect([page.length, page[0]?.object['name'], page[1]?.type]).toEqual([2, 'Ravi', 'more']);
    const next = await objects('customers', 'list', 'limit=1', `cursor=${page[1]?.cursor}`);
    expect(next[0]?.object['id']).toBe(id);
    const shown = await finished('customers', 'get', id);
    expect([shown.code, shown.said]).toEqual([0, expect.stringMatching(/^name +Asha Rao$/m)]);
    expect(await finished('customers', 'erase', id)).toMatchObject({ code: 2, said: expect.stringContaining('--yes') });
    expect((await merchant.customers.get(id)).erasedAt).toBeNull();
    const [erased] = await objects('customers', 'erase', id, '--yes');
    expect(erased?.object).toMatchObject({ name: 'erased' });
  });

  it('payment-links: create, list, get, list-payments and cancel; receipts: get', async () => {
    const [made] = await objects('payment-links', 'create', 'amount=50000', 'title=Yoga class', 'reusable=true');
    const id = String(made?.object['id']);
    expect(made?.object).toMatchObject({ amount: 50_000, title: 'Yoga class', reusable: true });
    expect((await finished('payment-links', 'list', 'status=active')).said).toContain(
      `${id}  ₹500.00  active  Yoga class`,
    );
    const { orderId } = await merchant.publicPaymentLinks.openOrder(id, {});
    const payment = await merchant.createPayment({ orderId, method: 'upi', vpa: 'success@upi' });
    await waitFor(async () => (await merchant.getPayment(payment.id)).captured, { what: 'the capture' });
    const paid = await objects('payment-links', 'list-payments', id);
    expect(paid.map(({ object }) => object['id'])).toEqual([payment.id]);
    const receipt = await finished('receipts', 'get', payment.id);
    const { url } = await merchant.receipts.get(payment.id);
    expect([receipt.code, receipt.said]).toEqual([0, expect.stringContaining(url)]);
    expect(receipt.said).toMatch(/^amount +50000 {2}\(₹500\.00\)$/m);
    const [cancelled] = await objects('payment-links', 'cancel', id);
    expect(cancelled?.object).toMatchObject({ id, status: 'cancelled' });
    expect((await objects('payment-links', 'get', id))[0]?.object['status']).toBe('cancelled');
  });

  it.each<[string[], number, RegExp]>([
    [['customers'], 0, /pgw customers erase cust_…/],
    [['customers', '--help'], 0, /VERB --help lists the fields/],
    [['payment-links', 'create', '--help'], 0, /amount=INTEGER/],
    [['payment-links', 'create', '--help'], 0, /title=… \(required\)/],
    [['customers', 'sell'], 2, /pgw customers needs one of these: list, create, get/],
    [['customers', 'get'], 2, /needs an id: pgw customers get cust_…/],
    [['customers', 'get', 'cust_0000000000000000'], 1, /Customer not found/],
    [['customers', 'create', 'Asha'], 2, /Asha is not of the form field=value/],
    [['customers', 'create', 'phone=1'], 2, /There is no field phone: the fields are name, email, contact, notes/],
    [['customers', 'create', 'name.first=Asha'], 2, /name has no parts/],
    [['customers', 'create', 'notes=gold'], 2, /notes must be JSON/],
    [['customers', 'get', 'cust_1', 'name=Asha'], 2, /this command takes none/],
    [['customers', 'list', '--yes', '--endpoint', 'we_1'], 2, /--endpoint is an option of another command/],
    [['trigger', 'order.paid', '--yes'], 2, /--yes is an option of another command/],
    [['payment-links', 'create', 'amount=500'], 2, /title is missing: add title=…/],
    [['payment-links', 'create', 'title=x', 'amount=5.00'], 2, /amount must be a whole number/],
    [['payment-links', 'create', 'title=x', 'reusable=yes'], 2, /reusable must be true or false/],
    [['payment-links', 'create', 'title=x'], 1, /Send amount, or min_amount or max_amount/],
  ])('pgw %j ends with %i', async (args, code, words) => {
    expect(await finished(...args)).toEqual({ code, said: expect.stringMatching(words) });
  });

  it.each<[string[], number, RegExp]>([
    [[], 0, /^Usage /],
    [['--help'], 0, /pgw trigger <event type>/],
    [['--version'], 0, /^\d+\.\d+\.\d+$/m],
    [['sell'], 2, /Usage /],
    [['listen', '--forward'], 2, /Usage /],
    [['trigger', 'payment.won'], 2, /payment\.won/],
    [['trigger', 'order.paid', '--forward-to', 'localhost:1'], 2, /--forward-to is an option of another command/],
    [['listen', '--secret', 'whsec_short'], 1, /The secret is not one of an endpoint/],
    [['events', 'resend'], 2, /Usage /],
    [['events', 'resend', 'evt_0000000000000000'], 1, /Event not found \(request [\w-]+\)/],
    [['trigger', 'order.paid', '--api-key', 'key_test_x', '--api-secret', 'wrong'], 1, /Invalid API credentials/],
  ])('pg %j ends with %i', async (args, code, words) => {
    expect(await finished(...args)).toEqual({ code, said: expect.stringMatching(words) });
  });

  it('keys default to the demo’s only for this machine', async () => {
    const { code, said } = await finished('trigger', 'order.paid', '--base-url', 'https://gateway.example');
    expect([code, said]).toEqual([2, expect.stringContaining('PAYMENT_GATEWAY_KEY')]);
  });
});
