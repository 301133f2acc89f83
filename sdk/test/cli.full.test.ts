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
    const listening = start('listen', '--forward-to', receiver.url, '--json');
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
