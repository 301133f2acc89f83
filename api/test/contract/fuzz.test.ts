import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { conform, covered, openApi, operationOf } from '../support/conformance.js';
import { expectEnvelope } from '../support/envelope.js';
import { FULL } from '../support/full.js';
import { attempts, type Known, send } from '../support/fuzz.js';
import { CARD, Gateway } from '../support/gateway.js';
import { openShop, type Shop } from '../support/shop.js';

/** FUZZ_SEED=… repeats the same requests. */
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
/** Per operation: at least this many requests, and with `npm run test:full` as many as fit into this time. */
const MIN_TRIES = 24;
const MAX_MS = FULL ? 550 : 0;
/** A round has at least one request. */
const MAX_ROUNDS = FULL ? 60 : MIN_TRIES;
const AT_ONCE = 4;
const MB = 1024 * 1024;

/** Operations that end objects come last, so that the others find the objects. */
const ENDS = /_(remove|revoke|roll|delete|end|endOthers|logout|changePassword|cancel)$/;
const operations = Object.entries(openApi.paths)
  .flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })))
  .sort((a, b) => Number(ENDS.test(a.operation.operationId)) - Number(ENDS.test(b.operation.operationId)));

/** They need a code of an app, a passkey, a link of a mail, or an acquirer's open page: no generated request has one. */
const NEEDS_A_DEVICE = new Set([
  ...['auth_secondFactor', 'auth_passkey', 'passkeys_add', 'passkeys_remove', 'passwordResets_confirm'],
  ...['secondFactor_confirmTotp', 'secondFactor_removeTotp', 'secondFactor_renewRecoveryCodes'],
  'publicPayments_elsewhere',
]);

describe('requests generated from the document: valid, nearly valid and hostile', () => {
  let gateway: Gateway;
  let shop: Shop;
  let known: Known;
  let ids: Record<string, string[]>;
  beforeAll(async () => {
    process.stderr.write(`fuzz: FUZZ_SEED=${SEED}\n`);
    gateway = await Gateway.start();
    shop = await openShop(gateway);
    ids = await manyIds();
    known = await knownValues();
    await gateway.workers[0]?.stop(); // no generated request is sent anywhere
  });
  afterAll(() => gateway.stop());

  const one = (...values: unknown[]) => fc.constantFrom(...values);
  /** Several of each kind, so that a request that ends one leaves others. */
  async function manyIds(): Promise<Record<string, string[]>> {
    const { api } = shop.merchant;
    const times = Array.from({ length: 12 });
    const orders = await Promise.all(times.map(() => gateway.order({ capture: 'manual' }, api)));
    const vpa = (index: number) => ({ method: 'upi', vpa: index % 3 ? 'success@upi' : 'approve@upi' });
    const payments = await Promise.all(orders.map(({ id }, index) => gateway.pay(id, vpa(index), api)));
    for (const { id } of payments) await gateway.payment(id, ['success', 'requires_action'], api);
    const open = await Promise.all(times.map(() => gateway.order({}, api)));
    const captured = await Promise.all(times.slice(8).map(() => gateway.captured(50_000, api)));
    const receipts = await Promise.all(captured.map(({ id }) => api.get(`/api/v1/payments/${id}/receipt`)));
    const inbox = { kind: 'inbox' };
    const endpoints = await Promise.all(times.slice(6).map(() => api.post('/api/v1/webhook-endpoints', inbox)));
    return {
      ...Object.fromEntries(Object.entries(shop.ids).map(([kind, id]) => [kind, [id]])),
      orders: [shop.ids.orders, ...open.map(({ id }) => id as string)],
      payments: [shop.ids.payments, ...[...payments, ...captured].map(({ id }) => id as string)],
      receipts: receipts.map(({ json }) => /\/r\/(.+)$/.exec(json.url as string)?.[1] ?? ''),
      'webhook-endpoints': endpoints.map(({ json }) => json.id as string),
    };
  }

  /** Payable orders, instruments and users, as in a shop. */
  async function knownValues(): Promise<Known> {
    const { api } = shop.merchant;
    const { json } = await api.get('/api/v1/events?limit=2');
    const card = fc.record({
      number: one('4111111111111111', '4000000000003220', '4111 1111 1111 1111'),
      ...Object.fromEntries(
        Object.entries(CARD)
          .slice(1)
          .map(([name, value]) => [name, one(value)]),
      ),
    });
    return {
      card,
      order_id: one(...(ids['orders'] ?? [])),
      payment_id: one(shop.ids.payments),
      object_id: one(shop.ids.payments, shop.ids.orders),
      endpoint_id: one(...(ids['webhook-endpoints'] ?? [])),
      endpoint: one(shop.ids['webhook-endpoints']),
      event_id: one(shop.ids.events),
      last_event_id: one(shop.ids.events),
      cursor: one(json.next_cursor),
      vpa: one('success@upi', 'failure@upi', 'approve@upi'),
      currency: one('INR', 'JPY', 'IRR'),
      otp: one('123456', '000000'),
      version: one(0, 1),
      rules: one([], [{ name: 'All', accounts: [shop.ids['connector-accounts']] }]),
      secret: one(`whsec_${Buffer.alloc(32, 5).toString('base64')}`),
      email: one('asha@shop.example', 'ravi@shop.example', 'mira@shop.example'),
      allowed_origins: one([], ['https://shop.example']),
    };
  }

  /** A key, a session and no credentials, fresh for each operation, because an operation may end them. */
  async function callers(): Promise<Record<string, string>[]> {
    const [key, secret] = [`key_test_${randomUUID()}`, randomUUID()];
    await gateway.newApiKey(shop.merchant.id, 'test', { key, secret }, null);
    const { session } = await gateway.newMember('owner', shop.merchant.id);
    const viewer = await gateway.newMember('viewer', shop.merchant.id);
    return [
      { 'X-Api-Key': key, 'X-Api-Secret': secret },
      { Authorization: `Bearer ${session}`, 'X-Merchant-Id': shop.merchant.id },
      { Authorization: `Bearer ${viewer.session}` },
      { 'X-Api-Key': key, 'X-Api-Secret': 'not this one' },
      {},
    ];
  }

  async function residentMb(): Promise<number> {
    const { text } = await gateway.shopper.get('/metrics');
    return Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1]) / MB;
  }

  it('get a documented status and shape, or a refusal with the envelope, and never a 5xx', async () => {
    let sent = 0;
    let middle = 0;
    for (const [index, { path, method, operation }] of operations.entries()) {
      const these = ids[path.split('/')[3] ?? ''] ?? [];
      const [key = {}, owner = {}, ...others] = await callers();
      const caller = fc.oneof({ weight: 3, arbitrary: one(key, owner) }, { weight: 1, arbitrary: one(...others) });
      // Each operation is tried often enough to succeed, however slow the machine is.
      const [least, until] = [sent + MIN_TRIES, performance.now() + MAX_MS];
      const attempt = attempts(method.toUpperCase(), path, operation, these, known);
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(attempt, caller), { minLength: 1, maxLength: AT_ONCE }),
          async (requests) => {
            if (sent >= least && performance.now() > until) return;
            await Promise.all(
              requests.map(async ([request, credentials]) => {
                const reply = await send(gateway.baseUrl, request, credentials as Record<string, string>);
                sent++;
                if (reply.status >= 500) throw new Error(`${reply.status}: ${reply.text}`);
                if (operationOf(request.method, request.path)) conform(request.method, request.path, reply);
                else expect([400, 404]).toContain(reply.status); // an id that contains a path
                if (reply.status >= 400) expectEnvelope(reply);
                expect(reply.headers.get('x-request-id')).toMatch(/^[\w.-]{8,64}$/);
              }),
            );
          },
        ),
        { seed: SEED, numRuns: MAX_ROUNDS },
      );
      if (index === Math.floor(operations.length / 2)) middle = await residentMb();
    }
    const end = await residentMb();
    const answered = (pattern: RegExp) => new Set([...covered].filter((entry) => pattern.test(entry)).map(nameOf));
    const succeeded = answered(/ 20\d$/);
    const never = operations.map(({ operation }) => operation.operationId).filter((name) => !succeeded.has(name));
    process.stderr.write(
      `fuzz: ${sent} requests, ${covered.size} kinds of answers, ${succeeded.size} of ${operations.length} operations ` +
        `succeeded (never: ${never.join(', ')}); ${middle.toFixed(0)} MB in the middle, ${end.toFixed(0)} MB at the end\n`,
    );
    expect(answered(/./).size).toBe(operations.length);
    const reachable = operations.filter(({ operation }) => !NEEDS_A_DEVICE.has(operation.operationId));
    expect(succeeded.size).toBeGreaterThan(reachable.length * 0.8);
    expect(answered(/ 400$/).size).toBeGreaterThan(operations.length * 0.5);
    expect(end).toBeLessThan(middle * 1.3 + 50);
  }, 120_000);

  it('leave the same process running, without an unexpected error in its log', async () => {
    expect(gateway.servers[0]?.child.exitCode).toBeNull();
    expect(gateway.logs()).not.toMatch(/"request failed"|unhandled/i);
    expect((await gateway.api.post('/api/v1/orders', { amount: 100 })).status).toBe(201);
    expect((await gateway.shopper.get('/health')).json.database).toBe('connected');
  });
});

const nameOf = (entry: string) => entry.split(' ')[0];
