import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AcquirerAccount } from '../support/acquirer.js';
import { type AcquirerReply, chargeOf, InProcessAcquirer, movementsOf } from '../support/acquirer-in-process.js';

const RETURN_URL = 'http://127.0.0.1:3001/checkout/return';
const CARD = { number: '4111 1111 1111 1111', expiry: '12/40', cvv: '123' };

describe('the calls about a charge, for a reference that has a page', () => {
  let acquirer: InProcessAcquirer;
  let account: AcquirerAccount;
  beforeAll(async () => {
    acquirer = await InProcessAcquirer.start();
    account = await acquirer.account();
  });
  afterAll(() => acquirer.stop());

  let serial = 0;
  const open = async (fields: object = {}) => {
    const { json } = await acquirer.call(account.key, 'POST', '/v1/pages', {
      ...{ reference: `chg_page_${++serial}`, merchant: 'merchant', merchant_label: 'Chai' },
      ...{ amount: 900, currency: 'INR', methods: ['card', 'upi'], capture: 'automatic', return_url: RETURN_URL },
      expires_at: new Date(Date.now() + 600_000).toISOString(),
      ...fields,
    });
    return json as { reference: string; url: string };
  };
  const submit = async (url: string, fields: Record<string, string> = {}) => {
    const response = await fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
    return new URL(response.headers.get('location') ?? '', url).href;
  };
  const find = (reference: string) => acquirer.call(account.key, 'GET', `/v1/charges/${reference}`);
  const post = (reference: string, call: string, body?: object) =>
    acquirer.call(account.key, 'POST', `/v1/charges/${reference}/${call}`, body);
  const booked = (reference: string) => movementsOf(account.book, account.account, reference);
  const expire = (reference: string) =>
    account.book.query(`UPDATE simulated_bank.pages SET expires_at = now() WHERE reference = $1`, [reference]);
  const gone = (proof: string) => ({ status: 410, json: { error: { code: 'reference_closed' }, proof } });

  it('an open page is an action of the shopper, at the address of the page', async () => {
    const { reference, url } = await open();
    const state = { status: 'requires_action', action: { type: 'redirect', url }, id: expect.stringMatching(/^sim_/) };
    expect((await find(reference)).json).toMatchObject(state);
    await submit(`${url}/card`, { ...CARD, number: '4000000000009995' }); // declined: another card may be tried
    expect((await find(reference)).json).toMatchObject(state);
  });

  it('paid, it is a charge with the method that the shopper chose', async () => {
    const [byCard, byUpi] = [await open(), await open()];
    await submit(`${byCard.url}/card`, CARD);
    await submit(await submit(`${byUpi.url}/upi`), { result: 'approve' });
    const paid = { object: 'charge', status: 'captured', amount: 900, currency: 'INR', captured: 900 };
    expect((await find(byCard.reference)).json).toMatchObject({ ...paid, method: 'card', refunded: 0, disputed: 0 });
    expect((await find(byUpi.reference)).json).toMatchObject({ ...paid, method: 'upi' });
    const refund = { reference: 'rfnd_p', charge: byUpi.reference, merchant: 'merchant', amount: 200, currency: 'INR' };
    await acquirer.call(account.key, 'POST', '/v1/refunds', refund);
    expect((await find(byUpi.reference)).json).toMatchObject({ captured: 900, refunded: 200, disputed: 0 });
  });

  it.each(['cancel', 'reverse'])('%s closes the page, and states whether an attempt had begun', async (call) => {
    const [untouched, declined, begun] = [await open(), await open(), await open()];
    await submit(`${declined.url}/card`, { ...CARD, number: '4000000000000002' });
    await submit(`${begun.url}/upi`);
    for (const [{ reference, url }, proof] of [
      [untouched, 'no_charge'],
      [declined, 'no_charge'],
      [begun, 'attempt_begun'],
    ] as const) {
      for (let time = 0; time < 2; time++)
        expect(await post(reference, call)).toMatchObject({ status: 200, json: { status: 'cancelled', proof } });
      expect(await find(reference)).toMatchObject(gone(proof));
      await submit(`${url}/card`, CARD);
      expect(await booked(reference)).toEqual([]);
    }
    await submit(`${begun.url}/upi/1`, { result: 'decline' });
    expect(await find(begun.reference)).toMatchObject(gone('no_charge'));
  });

  it('a cancel that is too late returns the charge, or voids it if it is only authorised', async () => {
    const [captured, authorised] = [await open(), await open({ capture: 'manual' })];
    for (const { url } of [captured, authorised]) await submit(`${url}/card`, CARD);
    expect(await post(captured.reference, 'cancel')).toMatchObject({
      status: 200,
      json: { status: 'captured', captured: 900 },
    });
    const voided = { status: 'cancelled', proof: 'no_charge' };
    expect((await post(authorised.reference, 'cancel')).json).toMatchObject(voided);
    expect((await post(captured.reference, 'reverse')).json).toMatchObject(voided);
    expect(await booked(captured.reference)).toEqual(['capture 900', 'reversal -900']);
    expect(await booked(authorised.reference)).toEqual([]);
  });

  it('an expired page proves that nothing was charged only while no attempt is open', async () => {
    const [untouched, begun] = [await open(), await open()];
    const waiting = await submit(`${begun.url}/upi`);
    await Promise.all([expire(untouched.reference), expire(begun.reference)]);
    expect(await find(untouched.reference)).toMatchObject(gone('no_charge'));
    expect(await find(begun.reference)).toMatchObject(gone('attempt_begun'));
    await submit(waiting, { result: 'approve' });
    expect((await find(begun.reference)).json).toMatchObject({ status: 'captured', method: 'upi' });
  });

  it('`no_charge` holds against a payment at the same moment', async () => {
    for (let round = 0; round < 12; round++) {
      const { reference, url } = await open();
      const calls = [submit(`${url}/card`, CARD), expire(reference), find(reference), post(reference, 'cancel')];
      const [, , found, cancelled] = (await Promise.all(calls)) as [unknown, unknown, AcquirerReply, AcquirerReply];
      const entries = await booked(reference);
      for (const { json } of [found, cancelled]) if (json.proof === 'no_charge') expect(entries).toEqual([]);
      if (cancelled.json.status === 'captured') expect(entries).toEqual(['capture 900']);
    }
  });

  it('a charge with a token states what its cancel proves', async () => {
    const slow = await acquirer.account({ env: { TEST_PROCESSING_DELAY: '60000' } });
    const charged = async (key: string, token: string, capture = 'automatic') => {
      const body = chargeOf(token, { capture });
      await acquirer.call(key, 'POST', '/v1/charges', body);
      const path = `/v1/charges/${body.reference}`;
      const { json } = await acquirer.call(key, 'POST', `${path}/cancel`);
      return [json.status, json.proof, (await acquirer.call(key, 'GET', path)).json.proof];
    };
    expect(await charged(slow.key, 'sim_upi:success')).toEqual(['cancelled', 'attempt_begun', 'attempt_begun']);
    for (const token of ['sim_card:visa:3220:otp', 'sim_upi:approve'])
      expect(await charged(account.key, token)).toEqual(['cancelled', 'attempt_begun', 'attempt_begun']);
    expect(await charged(account.key, 'sim_upi:success', 'manual')).toEqual(['cancelled', 'no_charge', 'no_charge']);
    const never = await post('chg_never', 'cancel');
    expect(never.json).toMatchObject({ status: 'cancelled', proof: 'no_charge' });
  });
});
