import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import type { Reply } from '../support/client.js';
import { DEMO_MERCHANT, Gateway, redisUrl } from '../support/gateway.js';
import { waitFor } from '../support/processes.js';
import { Receiver } from '../support/receiver.js';
import { dataFiles, everythingAtRest, traces, withoutRandomParts } from '../support/secrets.js';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const CVV = '731';
const OTP = { right: '123456', wrong: '918273' };
const WEBHOOK_SECRET = `whsec_${Buffer.from('a webhook secret of the test....').toString('base64')}`;
const CARDS = [
  '4111111111111111',
  '5555555555554444',
  '6521111111111110',
  '4000000000000002',
  '4000000000009995',
  '4000000000000069',
  '4000000000003220',
  '4000000000000119',
  '4000000000005126',
];
const SECRETS = ['secret_test_xyz789', WEBHOOK_SECRET, WEBHOOK_SECRET.slice('whsec_'.length)];
const grouped = (number: string, by: string) => number.replace(/(.{4})(?=.)/g, `$1${by}`);
const cardOf = (number: string) => ({
  number,
  expiry_month: '11',
  expiry_year: '2041',
  cvv: CVV,
  holder_name: 'Asha Rao',
});

/** All paths of a card: payments of every outcome, step-ups, refunds, and failing requests. */
async function walk(gateway: Gateway): Promise<Reply[]> {
  const { api, shopper } = gateway;
  const replies: Reply[] = [];
  const say = async (reply: Promise<Reply>) => replies[replies.push(await reply) - 1] as Reply;
  await say(api.post('/api/v1/webhook-endpoints', { kind: 'inbox', secret: WEBHOOK_SECRET }, { key: 'endpoint-key' }));

  for (const [index, number] of CARDS.entries()) {
    const { id } = await gateway.order();
    const card = cardOf([number, grouped(number, ' '), grouped(number, '-')][index % 3] ?? number);
    const body = { order_id: id, method: 'card', card };
    const route = index % 2 ? '/api/v1/payments/public' : '/api/v1/payments';
    const caller = index % 2 ? shopper : api;
    const paid = await say(caller.post(route, body, { key: `pay-${number.slice(-4)}-${index}` }));
    await say(caller.post(route, body, { key: `pay-${number.slice(-4)}-${index}` }));
    await say(
      caller.post(
        route,
        { ...body, card: { ...card, holder_name: 'Ravi Rao' } },
        { key: `pay-${number.slice(-4)}-${index}` },
      ),
    );
    if (number.endsWith('3220')) {
      await gateway.payment(paid.json.id, ['requires_action']);
      await say(shopper.post(`/api/v1/payments/${paid.json.id}/action`, { otp: OTP.wrong }, { key: 'otp-wrong' }));
      await say(shopper.post(`/api/v1/payments/${paid.json.id}/action`, { otp: OTP.right }, { key: 'otp-right' }));
    }
    const done = await gateway.payment(paid.json.id);
    if (done.captured) await say(api.post('/api/v1/refunds', { payment_id: done.id, amount: 100 }));
  }
  await goWrong(gateway, say);
  return replies;
}

/** Requests that are refused or fail: their input must be neither echoed nor stored. */
async function goWrong({ api, shopper, db }: Gateway, say: (reply: Promise<Reply>) => Promise<Reply>): Promise<void> {
  const [number = ''] = CARDS;
  const order = (await api.post('/api/v1/orders', { amount: 100 })).json;
  const pay = (fields: object) => api.post('/api/v1/payments', { order_id: order.id, method: 'card', ...fields });
  const raw = `{"order_id":"${order.id}","method":"card","card":{"number":"${number}","cvv":"${CVV}"`;
  for (const path of ['/api/v1/payments', '/api/v1/payments/public']) await say(api.post(path, undefined, { raw }));
  await say(api.post('/api/v1/payments', undefined, { raw: `${raw}}}`, headers: { 'Content-Type': 'text/plain' } }));
  await say(pay({ card: { ...cardOf(number), number: `${number}9` } }));
  await say(pay({ card: { ...cardOf(number), expiry_year: 2001 } }));
  await say(pay({ card: { ...cardOf(number), cvv: `${CVV}1` } }));
  await say(pay({ card: { ...cardOf(number), number: Number(number) } }));
  await say(pay({ card: number }));
  await say(pay({ card: cardOf(number), method: number }));
  await say(pay({ card: cardOf(number), order_id: number }));
  await say(pay({ card: cardOf(number), unknown: { number, cvv: CVV } }));
  await say(api.post('/api/v1/orders', { amount: number, currency: number, return_url: number }));
  await say(api.post('/api/v1/orders', { amount: 100, card: cardOf(number), cvv: CVV }));
  await say(api.get(`/api/v1/payments/${number}?card=${grouped(number, '-')}&cvv=${CVV}`));
  await say(shopper.get(`/api/v1/nothing/${number}`));
  await say(api.get('/api/v1/orders', { headers: { 'X-Request-Id': number, traceparent: number } }));
  const declined = {
    order_id: (await api.post('/api/v1/orders', { amount: 100 })).json.id,
    method: 'upi',
    vpa: 'failure@upi',
  };
  const named = await say(shopper.post('/api/v1/payments/public', declined, { headers: { 'X-Request-Id': number } }));
  expect(named.status).toBe(201);

  await say(api.get(`/api/v1/refunds?card=${number}`));
  await db.query('ALTER TABLE refunds RENAME TO refunds_elsewhere');
  await say(api.get(`/api/v1/refunds/${number}`, { headers: { 'X-Request-Id': number, 'User-Agent': number } }));
  await db.query('ALTER TABLE refunds_elsewhere RENAME TO refunds');
  await db.query('ALTER TABLE payments RENAME TO payments_elsewhere');
  await say(pay({ card: cardOf(number) }));
  await db.query('ALTER TABLE payments_elsewhere RENAME TO payments');
}

describe('data that must never be stored', () => {
  let gateway: Gateway;
  let replies: Reply[];
  beforeAll(async () => {
    gateway = await Gateway.start({ env: { LOG_LEVEL: 'debug', BANK_TIMEOUT: '1s' } });
    replies = await walk(gateway);
    const open = `SELECT 1 FROM payments WHERE status IN ('pending', 'processing') UNION ALL
      SELECT 1 FROM refunds WHERE status IN ('pending', 'processing') UNION ALL SELECT 1 FROM webhook_logs WHERE status = 'pending'`;
    await waitFor(async () => (await gateway.db.query(open)).rowCount === 0, { what: 'the end of everything' });
  });
  afterAll(() => gateway.stop());

  it('the test run covered every outcome and every kind of refusal', async () => {
    const { rows } = await gateway.db.query(
      'SELECT DISTINCT status FROM payments UNION SELECT DISTINCT status FROM refunds ORDER BY 1',
    );
    expect(rows.map(({ status }) => status)).toEqual(expect.arrayContaining(['failed', 'processed', 'success']));
    expect([...new Set(replies.map(({ status }) => status))].sort()).toEqual([200, 201, 400, 404, 422, 500]);
    expect(replies.some(({ headers }) => headers.get('idempotent-replayed') === 'true')).toBe(true);
  });

  it('no table of any schema contains a card number, a CVV, an OTP or a secret, in any spelling', async () => {
    const rest = await everythingAtRest(gateway);
    expect([...rest.keys()]).toEqual(
      expect.arrayContaining(['public.payments', 'acquirer.charges', 'public.webhook_attempts']),
    );
    // The search does cover the tables where cards were.
    expect(rest.get('public.payments')).toContain('sim_card:visa:1111:success');
    expect(rest.get('acquirer.charges')).toContain('sim_card:visa:1111:success');
    for (const [table, text] of rest)
      expect([table, traces(text, { cards: CARDS, cvv: CVV, secrets: SECRETS })]).toEqual([table, []]);
    const typed = Object.values(OTP);
    for (const [table, text] of rest)
      expect([table, typed.filter((otp) => text.includes(`"${otp}"`) || text.includes(`otp:${otp}`))]).toEqual([
        table,
        [],
      ]);
  });

  it('no process logged one, although two requests failed midway', () => {
    const log = gateway.logs();
    expect(log.match(/"request failed"/g)?.length).toBe(2);
    expect(traces(log, { cards: CARDS, cvv: CVV, secrets: SECRETS })).toEqual([]);
    expect(Object.values(OTP).filter((otp) => log.includes(otp))).toEqual([]);
  });

  it('no response echoes a card, and a webhook secret is shown to its owner only at its creation', () => {
    const said = replies.map(({ text, headers }) => `${text}\n${JSON.stringify([...headers])}`);
    expect(traces(said.slice(1).join('\n'), { cards: CARDS, cvv: CVV, secrets: SECRETS })).toEqual([]);
    expect(said[0]).toContain(WEBHOOK_SECRET);
  });

  it('a secret is stored as a hash and, to be shown again, encrypted and bound to its owner', async () => {
    const { rows } = await gateway.db.query('SELECT secret_hash, secret_cipher FROM api_keys WHERE merchant_id = $1', [
      DEMO_MERCHANT,
    ]);
    expect(rows[0].secret_hash).toHaveLength(32);
    expect(rows[0].secret_cipher).toMatch(/^v2\./);
  });
});

/** Tokens and secrets of users and programs, from their creation on. */
describe('tokens that only their owner may have', () => {
  const PASSWORD = 'correct horse 731 battery';
  let gateway: Gateway;
  let redis: Redis | null = null;
  const secrets: Record<string, string> = { password: PASSWORD };
  beforeAll(async () => {
    const REDIS_URL = redisUrl();
    if (REDIS_URL) await (redis = new Redis(REDIS_URL)).flushdb();
    gateway = await Gateway.start({ env: { LOG_LEVEL: 'debug', ...(REDIS_URL && { REDIS_URL }) } });
    const { shopper } = gateway;
    const good = async (reply: Promise<Reply>) => {
      const { status, text, json } = await reply;
      if (status >= 300) throw new Error(`${status} ${text}`);
      return json;
    };
    const person = { email: 'owner@shop.example', password: PASSWORD };
    const registered = await good(shopper.post('/api/v1/auth/register', { ...person, name: 'Asha' }));
    const login = await good(shopper.post('/api/v1/auth/login', person));
    await shopper.post('/api/v1/auth/login', { ...person, password: `${PASSWORD}!` });
    const owner = gateway.client({ session: login.token });
    const invited = await good(
      owner.post('/api/v1/members', { email: 'new@shop.example', role: 'developer' }, { key: 'invite-key' }),
    );
    const made = await good(owner.post('/api/v1/api-keys', {}, { key: 'api-key' }));
    const rolled = await good(owner.post(`/api/v1/api-keys/${made.id}/roll`, {}, { key: 'roll-key' }));
    const hook = await good(owner.post('/api/v1/webhook-endpoints', { kind: 'inbox' }, { key: 'hook-key' }));
    const turned = await good(
      owner.post(`/api/v1/webhook-endpoints/${hook.id}/rotate-secret`, {}, { key: 'turn-key' }),
    );
    Object.assign(secrets, {
      'first session': registered.token,
      session: login.token,
      invite: new URL(invited.invite_url).searchParams.get('invite'),
      'api secret': made.secret,
      'rolled secret': rolled.secret,
      'webhook secret': hook.secret,
      'rotated secret': turned.secret,
    });
    await gateway.captured(50_000, owner).catch(() => undefined); // its events are signed with them
  });
  afterAll(async () => {
    redis?.disconnect();
    await gateway.stop();
  });
  const found = (text: string) =>
    Object.entries(secrets)
      .filter(([, secret]) => text.includes(secret) || text.includes(Buffer.from(secret).toString('hex')))
      .map(([name]) => name);

  it('were all issued in the test run', () => {
    expect(Object.entries(secrets).filter(([, secret]) => typeof secret !== 'string' || secret.length < 20)).toEqual(
      [],
    );
    expect(Object.keys(secrets)).toHaveLength(8);
  });

  it('are in no table and in no log, in clear or in hex', async () => {
    for (const [table, text] of await everythingAtRest(gateway)) expect([table, found(text)]).toEqual([table, []]);
    expect(found(gateway.logs())).toEqual([]);
  });

  it('are not in Redis, if there is one', async () => {
    const keys = (await redis?.keys('*')) ?? [];
    const dumps: string[] = [];
    for (const key of keys) dumps.push((await redis?.dumpBuffer(key))?.toString('latin1') ?? '');
    expect(found([...keys, ...dumps].join('\n'))).toEqual([]);
  });

  it('card numbers and secrets in a logged line are masked', async () => {
    await gateway.db.query(`CREATE FUNCTION tells() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'refused 4111 1111 1111 1111, whsec_%, otp=482913', repeat('abcd', 11); END $$`);
    await gateway.db.query('CREATE TRIGGER tells BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION tells()');
    const reply = await gateway.api.post('/api/v1/orders', { amount: 100 });
    await gateway.db.query('DROP TRIGGER tells ON orders');
    expect(reply.status).toBe(500);
    const line = await waitFor(() =>
      gateway
        .logs()
        .split('\n')
        .find((one) => one.includes('refused ')),
    );
    expect(line).toContain('[redacted]');
    expect(line).not.toMatch(/4111[ -]?1111|abcdabcd|482913/);
    expect(withoutRandomParts(reply.text)).not.toMatch(/4111|whsec_|482913|refused/);
  });
});

/** A card number as people and programs write one, in its field and in others. */
describe('a card number in any form', () => {
  const NUMBER = '4012888888881881';
  const MISTYPED = '4012888888881882';
  const by = (separator: string) => NUMBER.replace(/(.{4})(?=.)/g, `$1${separator}`);
  const FORMS = [
    NUMBER,
    ...[' ', ' - ', '.', '\t', '\u00a0', '\u2013', '/'].map(by),
    NUMBER.replace(/./g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
    NUMBER.replace(/./g, (digit) => String.fromCharCode(0x660 + Number(digit))),
    encodeURIComponent(by(' ')),
    NUMBER.replace(/./g, (digit) => `%3${digit}`),
  ];
  let gateway: Gateway;
  let receiver: Receiver;
  beforeAll(async () => {
    [gateway, receiver] = await Promise.all([Gateway.start({ env: { LOG_LEVEL: 'debug' } }), Receiver.start()]);
  });
  afterAll(async () => {
    await gateway.stop();
    await receiver.stop();
  });

  /** The digits of a text, joined as an attacker would try. */
  const joined = (text: string) =>
    text
      .replace(/(?:%[\da-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString())
      .normalize('NFKC')
      .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
      .replace(/(?<=\d)[^\p{L}\p{N}]+(?=\d)/gu, '');
  const found = (text: string) => [NUMBER, MISTYPED].filter((number) => joined(text).includes(number));

  it('is refused with its field in every stored text, and accepted with letters before it', async () => {
    const { api } = gateway;
    const payment = await gateway.captured(50_000);
    const order = await gateway.order();
    for (const form of FORMS) {
      const refused: [string, Promise<Reply>][] = [
        ['receipt', api.post('/api/v1/orders', { amount: 100, receipt: form })],
        ['notes', api.post('/api/v1/orders', { amount: 100, notes: { a: `card ${form}` } })],
        ['notes', api.post('/api/v1/orders', { amount: 100, notes: { [form]: 'a' } })],
        ['reason', api.post('/api/v1/refunds', { payment_id: payment.id, amount: 1, reason: `for ${form}` })],
        ['description', api.post('/api/v1/webhook-endpoints', { kind: 'inbox', description: form })],
      ];
      for (const [field, reply] of refused) {
        expect(await reply).toMatchObject({ status: 400, json: { error: { field } } });
        expect((await reply).json.error.description).toContain('letters');
      }
    }
    const split = { a: '4012', b: '8888', c: '8888', d: '1881' };
    expect((await api.post('/api/v1/orders', { amount: 100, notes: split })).status).toBe(400);
    expect(
      (await api.post('/api/v1/payments', { order_id: order.id, method: 'upi', vpa: `${NUMBER}@upi` })).status,
    ).toBe(400);
    expect((await api.post('/api/v1/orders', { amount: 100, receipt: 'ORD4111111111111111' })).status).toBe(201);
    expect((await api.post('/api/v1/orders', { amount: 100, receipt: '30/11/2026 10:22:33' })).status).toBe(201);
  });

  it('is in no table, no log and no file of the database', async () => {
    const { api } = gateway;
    const { api: person } = await gateway.newMember('admin');
    await api.post('/api/v1/webhook-endpoints', { url: receiver.url });
    receiver.behave = (_, response) => response.writeHead(200).end(JSON.stringify({ seen: FORMS }));
    for (const form of [...FORMS, MISTYPED]) {
      const [card, key] = [{ ...cardOf(form), holder_name: form }, `k-${form.replace(/[^!-~]/g, '')}`];
      for (const client of [api, person]) {
        const { id } = (await client.post('/api/v1/orders', { amount: 100 }, { key: `o-${key}` })).json;
        const headers = { 'User-Agent': `shop ${encodeURIComponent(form)}` };
        await client.post('/api/v1/payments', { order_id: id, method: 'card', card }, { key, headers });
        await client.post('/api/v1/payments', { order_id: id, method: 'card', card, pan: form }, { headers });
        await client.post('/api/v1/payments', { order_id: [form], method: form, card: { number: form.split('') } });
        await client.post('/api/v1/orders', {
          amount: 100,
          receipt: form === MISTYPED ? 'r' : form,
          card_no: form,
          [form]: 1,
        });
      }
    }
    await waitFor(async () => (await gateway.db.query(`SELECT 1 FROM webhook_attempts`)).rowCount, {
      what: 'an attempt',
    });
    const open = `SELECT 1 FROM payments WHERE status IN ('pending', 'processing') UNION ALL
      SELECT 1 FROM webhook_logs WHERE status = 'pending'`;
    await waitFor(async () => (await gateway.db.query(open)).rowCount === 0, { what: 'the end of everything' });
    const logged = `SELECT 1 FROM request_logs WHERE request_body LIKE '%"last4":"1881"%'`;
    await waitFor(async () => (await gateway.db.query(logged)).rowCount, { what: 'the request log' });
    const audited = `SELECT 1 FROM audit_log WHERE detail::text LIKE '%"last4":"1881"%'`;
    expect((await gateway.db.query(audited)).rowCount).toBeGreaterThan(0);
    for (const [table, text] of await everythingAtRest(gateway)) expect([table, found(text)]).toEqual([table, []]);
    expect(found(gateway.logs())).toEqual([]);
    for (const [file, text] of await dataFiles(gateway)) expect([file, text.includes(NUMBER)]).toEqual([file, false]);
  });

  it('an idempotency key is stored as a hash, and a key of the previous version still matches', async () => {
    const { api, db } = gateway;
    const order = (key: string) => api.post('/api/v1/orders', { amount: 100 }, { key });
    const begun = await order('a-key-of-the-test');
    const asBefore = `INSERT INTO idempotency_keys (merchant_id, scope, key, request_hash, resource_id, status, body, expires_at)
      VALUES ($1, '', $2, $3, 'x', 201, '{"id":"before"}', now() + interval '1 hour') ON CONFLICT DO NOTHING`;
    const { rows } = await db.query('SELECT key, request_hash FROM idempotency_keys WHERE resource_id = $1', [
      begun.json.id,
    ]);
    expect(rows[0].key).toMatch(/^sha256 [\da-f]{64}$/);
    await expect(db.query(asBefore, [DEMO_MERCHANT, 'a-key-of-the-test', 'h'])).rejects.toMatchObject({
      code: '40001',
    });
    await expect(db.query(asBefore, [DEMO_MERCHANT, NUMBER, 'h'])).rejects.toMatchObject({ code: '40001' });
    await db.query(asBefore, [DEMO_MERCHANT, 'a-key-of-before', rows[0].request_hash]);
    await db.query(asBefore, [DEMO_MERCHANT, 'a-key-of-before', rows[0].request_hash]);
    expect((await order('a-key-of-before')).text).toBe('{"id":"before"}');
    await db.query(`UPDATE idempotency_keys SET body = '{"id":"later"}' WHERE key = 'a-key-of-before'`);
    expect((await order('a-key-of-before')).text).toBe('{"id":"later"}');
    await db.query(`DELETE FROM idempotency_keys WHERE key = 'a-key-of-before'`);
    expect((await order('a-key-of-before')).json.id).toMatch(/^order_/);
    expect((await order(NUMBER)).text).toBe((await order(NUMBER)).text);
  });

  it('is removed from records of the previous version', async () => {
    const { db, environment } = gateway;
    const body = { order_id: 'o', card: { number: by(' - '), cvn: '731', pin: '1234' } };
    await db.query(
      `INSERT INTO request_logs (merchant_id, actor, api_key_id, method, path, status, duration_ms, user_agent, request_id,
         idempotency_key, request_body)
       VALUES ($1, 'a', 'old', 'POST', '/p', 400, 1, $2, 'r', $3, $4), ($1, 'a', 'old', 'POST', '/p', 400, 1, $2, 'r', $3, $5)`,
      [
        DEMO_MERCHANT,
        `shop ${by('.')}`,
        NUMBER,
        JSON.stringify(body),
        `{"card":{"number":"${MISTYPED}","x":"${NUMBER.slice(0, 9)}`,
      ],
    );
    await db.query(
      `INSERT INTO audit_log (merchant_id, actor, action, detail, outcome, user_agent) VALUES ($1, 'user:old', 'old', $2, 400, $3)`,
      [DEMO_MERCHANT, JSON.stringify(body), `shop ${NUMBER}`],
    );
    await db.query(`DELETE FROM migrations WHERE name = 'CardData1764000010000'`);
    execFileSync(process.execPath, [MAIN, 'migrate'], { env: { PATH: process.env['PATH'], ...environment } });
    for (const [table, text] of await everythingAtRest(gateway)) {
      expect([table, found(text)]).toEqual([table, []]);
      expect([table, /731|"1234"/.test(withoutRandomParts(text)) && table.endsWith('_log')]).toEqual([table, false]);
    }
    const { rows } = await db.query(`SELECT detail FROM audit_log WHERE action = 'old'`);
    expect(rows).toEqual([{ detail: { order_id: 'o', card: { network: 'visa', last4: '1881' } } }]);
  });
});

const withRedis = process.env['TEST_REDIS_URL'] ? describe : describe.skip;
withRedis('data that must never be in Redis (skipped if there is none)', () => {
  it('a job contains ids only, while it waits and while it runs', async () => {
    const REDIS_URL = redisUrl() ?? '';
    const redis = new Redis(REDIS_URL);
    await redis.flushdb();
    const gateway = await Gateway.start({ worker: false, env: { REDIS_URL } });
    try {
      const ids: string[] = [];
      for (const number of CARDS) {
        const { id } = await gateway.order();
        ids.push((await gateway.pay(id, { method: 'card', card: cardOf(number) })).id);
      }
      const stored = async () => {
        const keys = await redis.keys('*');
        const dumps = await Promise.all(keys.map((key) => redis.dumpBuffer(key)));
        const hashes = await Promise.all(keys.map((key) => redis.hgetall(key).catch(() => ({}))));
        return [...keys, ...dumps.map((dump) => dump?.toString('latin1') ?? ''), JSON.stringify(hashes)].join('\n');
      };
      // One job stands for all due payments of the merchant, and names the first.
      await waitFor(async () => (await stored()).includes(ids[0] ?? ''), { what: 'the hint of the payments' });
      expect(traces(await stored(), { cards: CARDS, cvv: CVV, secrets: SECRETS })).toEqual([]);
    } finally {
      await gateway.stop();
      redis.disconnect();
    }
  });
});
