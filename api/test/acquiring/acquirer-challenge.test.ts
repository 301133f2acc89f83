import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AcquirerAccount, admin } from '../support/acquirer.js';
import { chargeOf, InProcessAcquirer, movementsOf } from '../support/acquirer-in-process.js';
import { answer } from '../support/pay-page.js';

const RETURN_URL = 'http://127.0.0.1:3001/checkout/return?order_id=order_1';
const TOKEN = 'sim_card:visa:3063:challenge';

describe('a direct charge that needs 3-D Secure', () => {
  let acquirer: InProcessAcquirer;
  let account: AcquirerAccount;
  beforeAll(async () => {
    acquirer = await InProcessAcquirer.start();
    account = await acquirer.account();
  });
  afterAll(() => acquirer.stop());

  const post = (path: string, body?: object) => acquirer.call(account.key, 'POST', path, body);
  const find = (reference: string) => acquirer.call(account.key, 'GET', `/v1/charges/${reference}`);
  const booked = (reference: string) => movementsOf(account.book, account.account, reference);
  const begin = async (fields: object = {}) => {
    const body = chargeOf(TOKEN, { return_url: RETURN_URL, ...fields });
    const reply = await post('/v1/charges', body);
    expect([reply.status, reply.json.status]).toEqual([200, 'requires_action']);
    return { body, reply, reference: body.reference, url: reply.json.action.url as string };
  };
  /** Presses a button of the challenge page, and returns where it leads. */
  const press = async (url: string, result: 'pass' | 'fail' | 'leave') => (await answer(url, result)).next;

  it('returns the address of the challenge, the same for every repeat and find, and charges nothing', async () => {
    const { body, reply, reference, url } = await begin();
    const state = { object: 'charge', reference, status: 'requires_action', action: { type: 'redirect', url } };
    expect(reply.json).toMatchObject({ ...state, id: expect.stringMatching(/^sim_/) });
    const repeats = await Promise.all([1, 2, 3].map(() => post('/v1/charges', body)));
    for (const again of [
      ...repeats,
      await find(reference),
      await post(`/v1/charges/${reference}/action`, { otp: '1' }),
    ])
      expect([again.status, again.text]).toEqual([200, reply.text]);
    const shown = await fetch(url);
    const text = await shown.text();
    expect(shown.status).toBe(200);
    for (const words of ['3063', '₹5.00', 'Pass', 'Fail', 'Leave']) expect(text).toContain(words);
    expect(await booked(reference)).toEqual([]);
    const { json: page } = await acquirer.call(account.key, 'GET', `/v1/pages/${reference}`);
    expect(page.attempts).toMatchObject([{ number: 1, method: 'card', status: 'open' }]);
  });

  it('passed, it is the charge that was asked for, and the shopper is sent back', async () => {
    const automatic = await begin();
    expect(await press(automatic.url, 'pass')).toBe(RETURN_URL);
    const captured = { status: 'captured', amount: 500, currency: 'INR', captured: 500, method: 'card' };
    for (const reply of [await find(automatic.reference), await post('/v1/charges', automatic.body)])
      expect(reply.json).toMatchObject({ ...captured, id: automatic.reply.json.id });
    expect(await booked(automatic.reference)).toEqual(['capture 500']);
    expect(await (await fetch(automatic.url)).text()).toContain('Payment received');

    const manual = await begin({ capture: 'manual' });
    await press(manual.url, 'pass');
    expect((await find(manual.reference)).json).toMatchObject({ status: 'authorized', captured: 0 });
    expect((await post(`/v1/charges/${manual.reference}/cancel`)).json).toMatchObject({
      status: 'cancelled',
      proof: 'no_charge',
    });
  });

  it('failed, the reference is declined for good, and the shopper is sent back', async () => {
    const { body, reference, url } = await begin();
    expect(await press(url, 'fail')).toBe(RETURN_URL);
    const refusal = { status: 402, json: { error: { code: 'authentication_failed' }, reference } };
    for (const reply of [
      await find(reference),
      await post('/v1/charges', body),
      await post('/v1/charges', { ...body, token: 'sim_card:visa:1111:success' }),
      await post(`/v1/charges/${reference}/cancel`),
    ])
      expect(reply).toMatchObject(refusal);
    const late = await fetch(`${url}/challenge/1`, {
      method: 'POST',
      body: new URLSearchParams({ result: 'pass' }),
      redirect: 'manual',
    });
    await late.body?.cancel();
    expect(await find(reference)).toMatchObject(refusal);
    expect(await (await fetch(url)).text()).toContain('Payment declined');
    expect(await booked(reference)).toEqual([]);
  });

  it('passed and failed at the same time, it is one of them', async () => {
    for (let round = 0; round < 10; round++) {
      const { reference, url } = await begin();
      await Promise.all([press(url, 'pass'), press(url, 'fail')]);
      const { status } = await find(reference);
      expect(await booked(reference)).toEqual(status === 200 ? ['capture 500'] : []);
    }
  });

  it('abandoned and cancelled, an attempt has begun: it may still land, and is reversed then', async () => {
    const { reference, url } = await begin();
    expect(await press(url, 'leave')).toBe(RETURN_URL);
    expect((await find(reference)).json.status).toBe('requires_action');
    const cancelled = { status: 'cancelled', proof: 'attempt_begun' };
    expect((await post(`/v1/charges/${reference}/cancel`)).json).toMatchObject(cancelled);
    expect((await post(`/v1/charges/${reference}/reverse`)).json).toMatchObject(cancelled);
    expect(await find(reference)).toMatchObject({
      status: 410,
      json: { error: { code: 'reference_closed' }, proof: 'attempt_begun' },
    });
    await admin(acquirer.address, 'POST', '/faults/land', { account: account.account, reference });
    expect((await find(reference)).json).toMatchObject({ status: 'captured', captured: 500 });
    expect((await post(`/v1/charges/${reference}/cancel`)).json).toMatchObject({ status: 'captured' });
    expect((await post(`/v1/charges/${reference}/reverse`)).json).toMatchObject({
      status: 'cancelled',
      proof: 'no_charge',
    });
    expect(await booked(reference)).toEqual(['capture 500', 'reversal -500']);
  });

  it('needs a return_url that is a web address, and begins nothing without it', async () => {
    const body = chargeOf(TOKEN);
    expect(await post('/v1/charges', body)).toMatchObject({
      status: 400,
      json: { error: { code: 'return_url_required' } },
    });
    for (const return_url of ['javascript:alert(1)', 'ftp://shop.example/', 'nothing'])
      expect((await post('/v1/charges', { ...body, return_url })).json.error.code).toBe('invalid_request');
    expect((await find(body.reference)).status).toBe(404);
    expect((await post('/v1/charges', chargeOf())).json.status).toBe('captured'); // others need none
  });

  it('of a closed reference begins no challenge', async () => {
    const body = chargeOf(TOKEN, { return_url: RETURN_URL });
    expect((await post(`/v1/charges/${body.reference}/cancel`)).json).toMatchObject({ proof: 'no_charge' });
    expect(await post('/v1/charges', body)).toMatchObject({ status: 410, json: { proof: 'no_charge' } });
    expect((await acquirer.call(account.key, 'GET', `/v1/pages/${body.reference}`)).status).toBe(404);
  });

  it('takes no other card on its page', async () => {
    const { reference, url } = await begin();
    const card = { number: '4111111111111111', expiry: '12/40', cvv: '123' };
    const response = await fetch(`${url}/card`, { method: 'POST', body: new URLSearchParams(card) });
    expect(response.status).toBe(404);
    expect((await find(reference)).json.status).toBe('requires_action');
  });
});
