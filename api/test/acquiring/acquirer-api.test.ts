import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AcquirerAccount } from '../support/acquirer.js';
import { type AcquirerReply, chargeOf, InProcessAcquirer, movementsOf } from '../support/acquirer-in-process.js';

describe('the API of the simulated acquirer', () => {
  let acquirer: InProcessAcquirer;
  let account: AcquirerAccount;
  let other: AcquirerAccount;
  beforeAll(async () => {
    acquirer = await InProcessAcquirer.start();
    [account, other] = [await acquirer.account(), await acquirer.account()];
  });
  afterAll(() => acquirer.stop());

  const post = (path: string, body?: object | string, headers?: object): Promise<AcquirerReply> =>
    acquirer.call(account.key, 'POST', path, body, headers);
  const get = (path: string, key = account.key): Promise<AcquirerReply> => acquirer.call(key, 'GET', path);
  const movements = (reference: string, of = account) => movementsOf(of.book, of.account, reference);

  it('charges, finds, captures and refunds, and reports amounts as it has booked them', async () => {
    const charge = chargeOf('sim_card:visa:1111:success', { capture: 'manual' });
    const authorised = { reference: charge.reference, status: 'authorized', amount: 500, currency: 'INR', captured: 0 };
    expect(await post('/v1/charges', charge)).toMatchObject({ status: 200, json: authorised });
    expect((await get(`/v1/charges/${charge.reference}`)).json).toMatchObject(authorised);
    const captured = await post(`/v1/charges/${charge.reference}/capture`, { amount: 300 });
    expect(captured.json).toMatchObject({ status: 'captured', amount: 500, captured: 300 });
    const refund = {
      reference: 'rfnd_1',
      charge: charge.reference,
      merchant: 'merchant',
      amount: 100,
      currency: 'INR',
    };
    expect((await post('/v1/refunds', refund)).json).toMatchObject({ status: 'processed', amount: 100 });
    expect((await get('/v1/refunds/rfnd_1')).json).toMatchObject({ status: 'processed' });
    const more = await post('/v1/refunds', { ...refund, reference: 'rfnd_2', amount: 201 });
    expect(more).toMatchObject({ status: 402, json: { error: { code: 'refund_exceeds_captured' } } });
    expect(await movements(charge.reference)).toEqual(['capture 300', 'refund -100']);
    expect((await post(`/v1/charges/${charge.reference}/reverse`)).json).toMatchObject({ status: 'cancelled' });
    expect(await movements(charge.reference)).toEqual(['capture 300', 'refund -100', 'reversal -200']);
  });

  it('a decline, a closed reference and an unknown one each have a status and a code', async () => {
    const declined = chargeOf('sim_card:visa:9995:insufficient_funds');
    const refusal = { status: 402, json: { error: { code: 'insufficient_funds' } } };
    expect(await post('/v1/charges', declined)).toMatchObject(refusal);
    expect(await get(`/v1/charges/${declined.reference}`)).toMatchObject(refusal);
    const closed = chargeOf();
    expect((await post(`/v1/charges/${closed.reference}/cancel`)).json).toMatchObject({ status: 'cancelled' });
    const gone = { status: 410, json: { error: { code: 'reference_closed' } } };
    expect(await post('/v1/charges', closed)).toMatchObject(gone);
    expect(await get(`/v1/charges/${closed.reference}`)).toMatchObject(gone);
    expect(await get('/v1/charges/chg_unknown')).toMatchObject({
      status: 404,
      json: { error: { code: 'charge_not_found' } },
    });
    expect(await get('/v1/refunds/rfnd_unknown')).toMatchObject({ json: { error: { code: 'refund_not_found' } } });
    expect((await post('/v1/refunds/rfnd_late/close')).json).toMatchObject({ status: 'cancelled' });
  });

  it('an instrument that is never answered loses the connection, with or without the effect', async () => {
    const [charged, lost] = [chargeOf('sim_upi:timeout'), chargeOf('sim_card:visa:0119:no_answer')];
    await expect(post('/v1/charges', charged)).rejects.toThrow('fetch failed');
    await expect(post('/v1/charges', lost)).rejects.toThrow('fetch failed');
    expect((await get(`/v1/charges/${charged.reference}`)).json).toMatchObject({ status: 'captured' });
    expect((await get(`/v1/charges/${lost.reference}`)).status).toBe(404);
    expect(await movements(charged.reference)).toEqual(['capture 500']);
  });

  it('two keys cannot see each other’s charges, and may use the same reference', async () => {
    const charge = chargeOf();
    expect((await post('/v1/charges', charge)).json).toMatchObject({ status: 'captured' });
    expect((await get(`/v1/charges/${charge.reference}`, other.key)).status).toBe(404);
    const theirs = { ...charge, amount: 700, token: 'sim_upi:upi_declined' };
    expect(await acquirer.call(other.key, 'POST', '/v1/charges', theirs)).toMatchObject({ status: 402 });
    expect((await get(`/v1/charges/${charge.reference}`)).json).toMatchObject({ status: 'captured', amount: 500 });
    expect(await movements(charge.reference, other)).toEqual([]);
    expect((await get('/v1/account')).json).toEqual({ object: 'account', id: account.account, mode: 'test' });
  });

  it('each key has its own settings', async () => {
    const failing = await acquirer.account({ settings: { test_mode: true, test_payment_success: false } });
    const slow = await acquirer.account({ env: { TEST_PROCESSING_DELAY: '5000' } });
    expect((await acquirer.call(failing.key, 'POST', '/v1/charges', chargeOf())).status).toBe(402);
    const { json } = await acquirer.call(slow.key, 'POST', '/v1/charges', chargeOf());
    expect(json.status).toBe('pending');
    expect(json.retry_after_ms).toBeGreaterThan(3_000);
  });

  it('keys are stored as hashes, and only the admin key makes them', async () => {
    const { rows } = await account.book.query<{ row: string }>('SELECT k::text AS row FROM simulated_bank.api_keys k');
    for (const { row } of rows) expect(row).not.toContain(account.key);
    for (const key of [account.key, 'acq_admin_0000000000000000'])
      expect(await acquirer.call(key, 'POST', '/v1/keys', {})).toMatchObject({ status: 403 });
    const { account: name } = account;
    const again = await acquirer.call(acquirer.address.adminKey, 'POST', '/v1/keys', { account: name });
    expect(again).toMatchObject({ status: 409, json: { error: { code: 'account_exists' } } });
    expect(await get('/v1/account', 'acq_test_wrong')).toMatchObject({ status: 401 });
    expect((await fetch(`${acquirer.address.url}/v1/account`)).status).toBe(401);
  });

  it('an Idempotency-Key returns the stored status and body within its window, and refuses another request', async () => {
    const charge = chargeOf('sim_card:visa:0002:card_declined');
    const send = (body: object, key = 'once') => post('/v1/charges', body, { 'idempotency-key': key });
    const first = await send(charge);
    const repeat = await send(charge);
    expect([repeat.status, repeat.text, repeat.headers.get('idempotent-replayed')]).toEqual([402, first.text, 'true']);
    expect(await send({ ...charge, amount: 501 })).toMatchObject({
      status: 409,
      json: { error: { code: 'idempotency_key_reused' } },
    });
    const text = 'SELECT charge_calls FROM simulated_bank.charges WHERE reference = $1';
    expect((await account.book.query(text, [charge.reference])).rows).toEqual([{ charge_calls: 1 }]);
    await account.book.query(`UPDATE simulated_bank.idempotency_keys SET created_at = now() - interval '1 hour'`);
    const later = await send(charge);
    expect([later.status, later.headers.get('idempotent-replayed')]).toEqual([402, null]);
    expect((await account.book.query(text, [charge.reference])).rows).toEqual([{ charge_calls: 2 }]);
    expect(await acquirer.call(other.key, 'POST', '/v1/charges', charge, { 'idempotency-key': 'once' })).toMatchObject({
      status: 402, // another account's key of the same name
    });
    expect((await send(charge, 'x'.repeat(256))).status).toBe(400);
  });

  it('refuses what it does not know, and every card number', async () => {
    const refusals: [object | string, string][] = [
      ['{', 'invalid_json'],
      ['[]', 'invalid_request'],
      [{ ...chargeOf(), amount: 0 }, 'invalid_request'],
      [{ ...chargeOf(), amount: '500' }, 'invalid_request'],
      [{ ...chargeOf(), colour: 'red' }, 'invalid_request'],
      [chargeOf('4111111111111111'), 'invalid_request'],
      [chargeOf('sim_card:visa:4111 1111 1111 1111:success'), 'invalid_request'],
    ];
    for (const [body, code] of refusals) {
      const reply = await post('/v1/charges', body);
      expect([body, reply.status, reply.json.error.code]).toEqual([body, 400, code]);
      expect(reply.text).not.toMatch(/\d{13}/);
    }
    expect(await get('/v1/nothing')).toMatchObject({ status: 404, json: { error: { code: 'unknown_path' } } });
    expect((await acquirer.call(account.key, 'DELETE', '/v1/charges')).status).toBe(404);
    expect((await post('/v1/charges', JSON.stringify({ token: 'x'.repeat(20_000) }))).status).toBe(413);
  });

  it('/health needs no key; a request that never ends does not keep a connection', async () => {
    expect(await (await fetch(`${acquirer.address.url}/health`)).json()).toEqual({ status: 'ok' });
    const socket = connect(Number(new URL(acquirer.address.url).port), '127.0.0.1');
    socket.write('POST /v1/charges HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n');
    const began = performance.now();
    await new Promise((resolve) => socket.once('close', resolve).resume());
    expect(performance.now() - began).toBeLessThan(20_000);
  }, 30_000);
});

it('without its database the acquirer starts, reports it, and works as soon as the database is there', async () => {
  const unreachable = { connectionString: 'postgres://none@127.0.0.1:1/none', poolSize: 1, timeoutMs: 500 };
  const acquirer = await InProcessAcquirer.start({ database: unreachable });
  expect((await fetch(`${acquirer.address.url}/health`)).status).toBe(503);
  expect((await acquirer.call('acq_test_any', 'GET', '/v1/account')).status).toBe(500);
  await acquirer.stop();
});
