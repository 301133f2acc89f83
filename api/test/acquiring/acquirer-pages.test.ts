import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AcquirerAccount, admin } from '../support/acquirer.js';
import { InProcessAcquirer, movementsOf } from '../support/acquirer-in-process.js';

const RETURN_URL = 'http://127.0.0.1:3001/checkout/return';
const CARD = { number: '4111 1111 1111 1111', expiry: '12/40', cvv: '123' };
const challenged = { ...CARD, number: '4000 0000 0000 3063' };

describe('the hosted pay page of the simulated acquirer', () => {
  let acquirer: InProcessAcquirer;
  let account: AcquirerAccount;
  beforeAll(async () => {
    acquirer = await InProcessAcquirer.start();
    account = await acquirer.account();
  });
  afterAll(() => acquirer.stop());

  let serial = 0;
  const open = async (fields: object = {}) => {
    const { json, status } = await acquirer.call(account.key, 'POST', '/v1/pages', {
      ...{ reference: `chg_page_${++serial}`, merchant: 'merchant', merchant_label: 'Chai & Co <Delhi>' },
      ...{ amount: 123_450, currency: 'INR', methods: ['card', 'upi'], capture: 'automatic', return_url: RETURN_URL },
      expires_at: new Date(Date.now() + 600_000).toISOString(),
      ...fields,
    });
    expect([status, json.status]).toEqual([200, 'open']);
    return json as { reference: string; url: string; id: string };
  };
  const find = async (reference: string) => (await acquirer.call(account.key, 'GET', `/v1/pages/${reference}`)).json;
  const close = async (reference: string) =>
    (await acquirer.call(account.key, 'POST', `/v1/pages/${reference}/close`)).json;
  const booked = (reference: string) => movementsOf(account.book, account.account, reference);
  const land = async (reference: string) =>
    (await admin(acquirer.address, 'POST', '/faults/land', { account: account.account, reference })).step as string;

  /** As a browser without scripts: follows the redirects within the site. */
  const submit = async (url: string, fields: Record<string, string> = {}) => {
    const response = await fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
    const location = response.headers.get('location');
    const next = location === null ? url : new URL(location, url).href;
    const isInside = location !== null && next.startsWith(acquirer.address.url);
    const shown = isInside ? await fetch(next) : undefined;
    return { status: response.status, next, text: await (shown ?? response).text() };
  };

  it('shows amount and merchant, escaped, without scripts or anything from elsewhere', async () => {
    const { url } = await open();
    const response = await fetch(url);
    const text = await response.text();
    expect(text).toContain('Chai &amp; Co &lt;Delhi&gt;');
    expect(text).toContain('₹1,234.50');
    expect(text).not.toMatch(/<script|<img|<link|src=/);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    for (const [, id] of text.matchAll(/<label for="(\w+)"/g)) expect(text).toContain(`id="${id}"`);
  });

  it('a card pays once, although the form is sent twice, and the reference can be captured and refunded', async () => {
    const { url, reference } = await open({ capture: 'manual' });
    const [one, two] = await Promise.all([submit(`${url}/card`, CARD), submit(`${url}/card`, CARD)]);
    expect([one.next, two.next]).toContain(RETURN_URL);
    expect(await find(reference)).toMatchObject({
      status: 'approved',
      charge: { amount: 123_450, currency: 'INR', captured: 0 },
    });
    const path = `/v1/charges/${reference}`;
    expect((await acquirer.call(account.key, 'POST', `${path}/capture`, { amount: 100_000 })).status).toBe(200);
    expect((await find(reference)).charge.captured).toBe(100_000);
    expect(await booked(reference)).toEqual(['capture 100000']);
    expect(await (await fetch(url)).text()).toContain('Payment received');
    await acquirer.call(account.key, 'POST', `${path}/reverse`);
    expect(await find(reference)).toMatchObject({ status: 'reversed', proof: null });
  });

  it('a decline is shown, and another card may be tried', async () => {
    const { url, reference } = await open();
    const declined = await submit(`${url}/card`, { ...CARD, number: '4000000000009995' });
    expect(declined.text).toMatch(/role="alert"[^<]*>\s*The account has insufficient funds/);
    expect(await find(reference)).toMatchObject({
      status: 'open',
      attempts: [{ number: 1, method: 'card', status: 'declined', reason: 'insufficient_funds' }],
    });
    expect((await submit(`${url}/card`, CARD)).next).toBe(RETURN_URL);
    expect((await find(reference)).status).toBe('approved');
  });

  it('a wrong number, month or CVV is explained at its field, and nothing is begun or repeated', async () => {
    const { url, reference } = await open();
    const reply = await submit(`${url}/card`, { number: '4111111111111112', expiry: '01/20', cvv: '1' });
    expect(reply.status).toBe(400);
    for (const field of ['number', 'expiry', 'cvv']) expect(reply.text).toContain(`aria-describedby="${field}-error"`);
    expect(reply.text).not.toContain('4111111111111112');
    expect((await find(reference)).attempts).toEqual([]);
  });

  it('3-D Secure passes, or fails and leaves the page open', async () => {
    const [passing, failing] = [await open(), await open()];
    const asked = await submit(`${passing.url}/card`, challenged);
    expect(asked.next).toBe(`${passing.url}/challenge/1`);
    expect(asked.text).toContain('3063');
    expect((await find(passing.reference)).attempts).toMatchObject([{ status: 'open' }]);
    expect(await booked(passing.reference)).toEqual([]);
    expect((await submit(asked.next, { result: 'pass' })).next).toBe(RETURN_URL);
    expect((await submit(asked.next, { result: 'fail' })).next).toBe(RETURN_URL); // decided already
    expect(await booked(passing.reference)).toEqual(['capture 123450']);

    const second = await submit(`${failing.url}/card`, challenged);
    const failed = await submit(second.next, { result: 'fail' });
    expect(failed.text).toContain('could not confirm');
    expect(await find(failing.reference)).toMatchObject({ status: 'open', attempts: [{ status: 'declined' }] });
    expect(await booked(failing.reference)).toEqual([]);
  });

  it('an abandoned challenge is an attempt that has begun: a close proves nothing, and it may land later', async () => {
    const { url, reference } = await open();
    const { next } = await submit(`${url}/card`, challenged);
    expect((await submit(next, { result: 'leave' })).next).toBe(RETURN_URL);
    expect(await close(reference)).toMatchObject({ status: 'closed', proof: 'attempt_begun' });
    expect((await submit(`${url}/card`, CARD)).text).toContain('This page is closed');
    expect((await find(reference)).attempts).toHaveLength(1);
    expect(await land(reference)).toBe('approved');
    expect(await find(reference)).toMatchObject({ status: 'approved', proof: null, charge: { captured: 123_450 } });
    expect(await land(reference)).toBe('unavailable');
    expect(await booked(reference)).toEqual(['capture 123450']);
  });

  it('a close without an open attempt proves that nothing can be charged any more', async () => {
    const { url, reference } = await open();
    await submit(`${url}/card`, { ...CARD, number: '4000000000000002' });
    expect(await close(reference)).toMatchObject({ status: 'closed', proof: 'no_charge' });
    expect((await submit(`${url}/card`, CARD)).text).toContain('This page is closed');
    expect(await land(reference)).toBe('unavailable');
    const charge = await acquirer.call(account.key, 'GET', `/v1/charges/${reference}`);
    expect(charge).toMatchObject({ status: 410, json: { error: { code: 'reference_closed' } } });
    expect(await booked(reference)).toEqual([]);
  });

  it('a close and a payment at the same time agree: charged, or proven uncharged', async () => {
    for (let round = 0; round < 12; round++) {
      const { url, reference } = await open();
      const [, closed] = await Promise.all([submit(`${url}/card`, CARD), close(reference)]);
      const { status, proof } = await find(reference);
      const entries = await booked(reference);
      expect([status, proof]).toEqual(entries.length > 0 ? ['approved', null] : ['closed', 'no_charge']);
      if (closed.proof === 'no_charge') expect(entries).toEqual([]);
    }
  });

  it('UPI shows a QR code and a link, and is approved or rejected', async () => {
    const [approved, rejected] = [await open(), await open()];
    const shown = await submit(`${approved.url}/upi`);
    expect(shown.text).toContain('<svg');
    expect(shown.text).toContain(`upi://pay?pa=simulated@bank`);
    expect(shown.text).toContain(`tr=${approved.reference}`);
    expect((await submit(shown.next, { result: 'approve' })).next).toBe(RETURN_URL);
    expect(await find(approved.reference)).toMatchObject({ status: 'approved', attempts: [{ method: 'upi' }] });
    const other = await submit(`${rejected.url}/upi`);
    expect((await submit(other.next, { result: 'decline' })).text).toContain('rejected in the UPI app');
  });

  it('an expired page takes no payment', async () => {
    const { url, reference } = await open();
    await account.book.query(`UPDATE simulated_bank.pages SET expires_at = now() WHERE reference = $1`, [reference]);
    expect((await find(reference)).status).toBe('expired');
    expect((await submit(`${url}/card`, CARD)).text).toContain('has expired');
    expect((await find(reference)).attempts).toEqual([]);
  });

  it('one reference has one page; addresses are unguessable, and of one account only', async () => {
    const { reference, url, id } = await open();
    expect(id).toMatch(/^[\w-]{43}$/);
    expect((await open({ reference })).url).toBe(url);
    const other = await acquirer.account();
    expect((await acquirer.call(other.key, 'GET', `/v1/pages/${reference}`)).status).toBe(404);
    for (const path of ['/pay', '/pay/x', `/pay/${'x'.repeat(43)}`, `/pay/${id}/nothing`]) {
      const { status, headers } = await fetch(acquirer.address.url + path);
      expect([path, status, headers.get('content-type')]).toEqual([path, 404, 'text/html; charset=utf-8']);
    }
  });

  it('no table contains a card number, however it was typed', async () => {
    for (const table of ['pages', 'page_attempts', 'charges', 'idempotency_keys']) {
      const { rows } = await account.book.query<{ row: string }>(
        `SELECT t::text AS row FROM simulated_bank.${table} t`,
      );
      for (const { row } of rows) expect(row.replaceAll(/[ -]/g, '')).not.toMatch(/4111111111111111|4000000000003063/);
    }
  });
});
