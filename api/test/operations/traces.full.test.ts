import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Collector } from '../support/collector.js';
import { CARD, Gateway } from '../support/gateway.js';
import { freePort, waitFor } from '../support/processes.js';
import { Receiver } from '../support/receiver.js';
import { withoutRandomParts } from '../support/secrets.js';

const SERVER = 2;
const HOUR_NS = 3_600_000_000_000n;

describe('traces', () => {
  let collector: Collector;
  let receiver: Receiver;
  let gateway: Gateway;
  beforeAll(async () => {
    [collector, receiver] = await Promise.all([Collector.start(), Receiver.start()]);
    const OTEL_EXPORTER_OTLP_ENDPOINT = `${collector.url}/`;
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS: 'x-team=payments', LOG_LEVEL: 'debug' };
    gateway = await Gateway.start({ env });
    expect((await gateway.api.post('/api/v1/webhook-endpoints', { url: receiver.url })).status).toBe(201);
  });
  afterAll(async () => {
    await gateway.stop();
    await Promise.all([collector.stop(), receiver.stop()]);
  });

  const traceOf = async (table: 'payments' | 'refunds', id: string) => {
    const text = `SELECT trace_parent FROM ${table} WHERE id = $1`;
    return (await gateway.db.query<{ trace_parent: string | null }>(text, [id])).rows[0]?.trace_parent ?? null;
  };
  /** The spans of a trace, when it contains this many deliveries, the request and the bank: processes export apart. */
  const spansOf = (traceId: string | undefined, deliveries: number) =>
    waitFor(
      () => {
        const spans = collector.spans.filter((span) => span.traceId === traceId);
        const isWhole = spans.some(({ kind }) => kind === SERVER) && spans.some(({ name }) => name === 'bank');
        return isWhole && spans.filter(({ name }) => name === 'webhook deliver').length >= deliveries && spans;
      },
      { what: `${deliveries} deliveries in trace ${traceId}` },
    );

  it('one trace leads from the request through queue and bank to every webhook of a payment', async () => {
    const payment = await gateway.captured(50_000, gateway.api, { method: 'card', card: CARD });
    const [, traceId, root] = (await traceOf('payments', payment.id))?.split('-') ?? [];
    const spans = await spansOf(traceId, 4); // payment.created, payment.pending, payment.success, order.paid
    const request = spans.find(({ spanId }) => spanId === root);
    expect(request).toMatchObject({ name: 'POST /api/v1/payments', kind: SERVER, service: 'payment-gateway' });
    expect(request?.parentSpanId).toBeUndefined();
    expect(request?.attributes).toMatchObject({ 'http.response.status_code': '201', 'http.route': '/api/v1/payments' });
    const charged = spans.find(({ name }) => name === 'payment charge');
    expect(charged?.attributes).toMatchObject({ 'gateway.payment_id': payment.id, 'gateway.status': 'success' });
    const bank = spans.find(({ name }) => name === 'bank');
    expect([charged?.parentSpanId, bank?.parentSpanId]).toEqual([root, charged?.spanId]);
    const told = spans.filter(({ name }) => name === 'webhook deliver');
    expect(told.map(({ attributes }) => attributes['gateway.event']).sort()).toEqual([
      'order.paid',
      'payment.created',
      'payment.pending',
      'payment.success',
    ]);
    for (const { parentSpanId, attributes } of told) {
      expect([parentSpanId, attributes['http.response.status_code']]).toEqual([root, '200']);
    }
    const now = BigInt(Date.now()) * 1_000_000n;
    for (const { startTimeUnixNano: from, endTimeUnixNano: to, name } of spans) {
      expect([name, BigInt(to) >= BigInt(from), now - BigInt(from) < HOUR_NS]).toEqual([name, true, true]);
    }
  });

  it('a refund has a trace too, and a caller’s own trace contains everything', async () => {
    const { id } = await gateway.captured();
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const headers = { traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
    const { json: refund } = await gateway.api.post('/api/v1/refunds', { payment_id: id, amount: 100 }, { headers });
    const spans = await spansOf(traceId, 2); // refund.created, refund.processed
    const request = spans.find(({ kind }) => kind === SERVER);
    expect(request).toMatchObject({ parentSpanId: '00f067aa0ba902b7', name: 'POST /api/v1/refunds' });
    expect(spans.map(({ name }) => name)).toEqual(expect.arrayContaining(['refund execute', 'bank']));
    expect(await traceOf('refunds', refund.id)).toBe(`00-${traceId}-${request?.spanId}-01`);
  });

  it('a trace that its caller does not sample is propagated but not exported', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-00` };
    const order = await gateway.order();
    const paid = { order_id: order.id, method: 'upi', vpa: 'quiet@upi' };
    const { json } = await gateway.api.post('/api/v1/payments', paid, { headers });
    await gateway.payment(json.id);
    expect(await traceOf('payments', json.id)).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-00$`));
    const later = await gateway.captured();
    await spansOf((await traceOf('payments', later.id))?.split('-')[1], 3);
    expect(collector.spans.filter((span) => span.traceId === traceId)).toEqual([]);
  });

  it('spans contain only ids of a caller’s input: no card, VPA, header or address', async () => {
    await gateway.captured(50_000, gateway.api, { method: 'upi', vpa: 'a.secret.name@upi' });
    await waitFor(() => collector.spans.length > 30, { what: 'spans' });
    const sent = collector.requests.map(({ body }) => body).join('\n');
    expect(withoutRandomParts(sent)).not.toMatch(/4111|secret|Asha|test@example|whsec_|127\.0\.0\.1/);
    expect(new Set(collector.requests.map(({ path }) => path))).toEqual(new Set(['/v1/traces']));
    expect(collector.requests[0]?.headers['x-team']).toBe('payments');
  });

  it('log lines contain payment, request and trace, in every process that handles the payment', async () => {
    const headers = { 'X-Request-Id': 'request-of-this-test' };
    const order = await gateway.order();
    const paid = { order_id: order.id, method: 'upi', vpa: 'logged@upi' };
    const { json } = await gateway.api.post('/api/v1/payments', paid, { headers });
    await gateway.payment(json.id);
    const trace_id = (await traceOf('payments', json.id))?.split('-')[1];
    const lines = () =>
      gateway
        .logs()
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter(({ payment_id, object_id }) => payment_id === json.id || object_id === json.id);
    const messages = () =>
      lines()
        .map(({ msg }) => String(msg))
        .sort();
    await waitFor(() => messages().length >= 5, { what: 'the lines of the payment' });
    const delivered = Array<string>(3).fill('webhook delivered');
    expect(messages()).toEqual(['payment accepted', 'payment outcome recorded', ...delivered]);
    for (const line of lines()) {
      // Events of the system have no request, but its trace includes them.
      const ofSystem = line['event_id'] !== undefined && /^payment\.(pending|success)$/.test(String(line['event']));
      expect(line).toMatchObject({ trace_id, ...(!ofSystem && { request_id: 'request-of-this-test' }) });
    }
  });

  it('an unreachable collector loses spans, never a payment', async () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await freePort()}`, PORT: String(await freePort()) };
    const server = await gateway.startServer(env);
    const api = gateway.apiAt(Number(env.PORT));
    const payment = await gateway.captured(50_000, api);
    expect(payment.status).toBe('success');
    await waitFor(() => server.log().includes('spans did not reach the trace collector'), { what: 'the warning' });
    expect(await server.stop()).toBe(0);
  });

  it('off by default: no trace is started and no collector is called', async () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: '', PORT: String(await freePort()) };
    const server = await gateway.startServer(env);
    const api = gateway.apiAt(Number(env.PORT));
    const order = await gateway.order({}, api);
    const { id } = await gateway.pay(order.id, undefined, api);
    expect(await traceOf('payments', id)).toBeNull();
    await server.stop();
  });
});
