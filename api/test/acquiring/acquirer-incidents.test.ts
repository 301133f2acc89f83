import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AcquirerAccount } from '../support/acquirer.js';
import { chargeOf, InProcessAcquirer, movementsOf } from '../support/acquirer-in-process.js';
import { waitFor } from '../support/processes.js';

const GATEWAY_KEY = 'acq_test_key_of_a_gateway_0000000';

interface Received {
  path: string;
  signature: string;
  body: string;
  json: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- a test reads what it expects
}

describe('what happens at the acquirer without an order of the gateway, and its notifications', () => {
  let acquirer: InProcessAcquirer;
  let account: AcquirerAccount;
  let server: Server;
  let received: Received[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        const signature = request.headers['acquirer-signature']?.toString() ?? '';
        received.push({ path: request.url ?? '', signature, body, json: JSON.parse(body) });
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    acquirer = await InProcessAcquirer.start({ gatewayKey: GATEWAY_KEY });
    account = await acquirer.account({ notificationUrl: receiver('/key') });
  });
  beforeEach(() => {
    received = [];
  });
  afterAll(async () => {
    await acquirer.stop();
    server.close();
  });

  const receiver = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  const post = (path: string, body?: object, key = account.key) => acquirer.call(key, 'POST', path, body);
  const find = async (path: string) => acquirer.call(account.key, 'GET', path);
  const incident = (kind: string, fields: object) =>
    post(`/faults/${kind}`, { account: account.account, ...fields }, acquirer.address.adminKey);
  const charged = async (fields: object = {}, key = account.key) => {
    const body = chargeOf('sim_upi:success', fields);
    expect((await post('/v1/charges', body, key)).json.status).toBe('captured');
    return body.reference;
  };
  const refunded = async (charge: string, amount: number) => {
    const reference = `rfnd_of_${charge}`;
    const body = { reference, charge, merchant: 'merchant', amount, currency: 'INR' };
    expect((await post('/v1/refunds', body)).json.status).toBe('processed');
    return reference;
  };
  const booked = (reference: string) => movementsOf(account.book, account.account, reference);
  const arrived = (type: string) =>
    waitFor(() => received.find(({ json }) => json.type === type), { what: `the notification ${type}` });

  it('a refund that the gateway did not order is stated by the charge, leaves less to refund, and is announced', async () => {
    const reference = await charged();
    expect(await incident('refund', { reference, amount: 200 })).toMatchObject({
      status: 200,
      json: { refunded: 200 },
    });
    const { json } = await find(`/v1/charges/${reference}`);
    expect(json).toMatchObject({ status: 'captured', captured: 500, refunded: 200, disputed: 0 });
    expect((await arrived('charge.refunded')).json.data).toEqual(json);
    expect(await booked(reference)).toEqual(['capture 500', 'refund -200']);
    const more = await incident('refund', { reference, amount: 301 });
    expect(more).toMatchObject({ status: 409, json: { error: { code: 'refund_exceeds_captured' } } });
    expect((await incident('refund', { reference, amount: 0 })).status).toBe(409);
    expect((await incident('refund', { reference: 'chg_unknown', amount: 1 })).status).toBe(404);
  });

  it('a dispute withholds money until it ends, and is announced each time', async () => {
    const reference = await charged();
    await incident('dispute', { reference, amount: 350 });
    const { json } = await find(`/v1/charges/${reference}`);
    expect(json).toMatchObject({ status: 'captured', captured: 500, refunded: 0, disputed: 350 });
    expect((await arrived('charge.disputed')).json.data).toEqual(json);
    const refund = { charge: reference, merchant: 'merchant', currency: 'INR' };
    expect(await post('/v1/refunds', { ...refund, reference: 'rfnd_withheld', amount: 151 })).toMatchObject({
      status: 402,
      json: { error: { code: 'refund_exceeds_captured' } },
    });
    received = [];
    await incident('dispute', { reference, amount: 0 });
    expect((await arrived('charge.disputed')).json.data).toMatchObject({ reference, disputed: 0 });
    expect((await post('/v1/refunds', { ...refund, reference: 'rfnd_free', amount: 500 })).status).toBe(200);
    expect(await incident('dispute', { reference, amount: 1 })).toMatchObject({
      status: 409,
      json: { error: { code: 'dispute_exceeds_captured' } },
    });
    expect((await incident('dispute', { reference, amount: -1 })).status).toBe(400);
  });

  it('a processed refund that is taken back is declined from then on, and the charge has its money again', async () => {
    const charge = await charged();
    const reference = await refunded(charge, 400);
    expect((await incident('take-back-refund', { reference })).json).toMatchObject({ charge, amount: 400 });
    const found = await find(`/v1/refunds/${reference}`);
    expect(found).toMatchObject({ status: 402, json: { error: { code: 'refund_declined' }, reference } });
    expect((await find(`/v1/charges/${charge}`)).json).toMatchObject({ captured: 500, refunded: 0 });
    expect((await arrived('refund.failed')).json.data).toEqual(found.json);
    expect(await booked(charge)).toEqual(['capture 500', 'refund -400', 'refund_failed 400']);
    expect((await incident('take-back-refund', { reference })).status).toBe(409); // once
    expect(await booked(charge)).toHaveLength(3);
    await post(`/v1/charges/${charge}/reverse`);
    expect((await booked(charge)).at(-1)).toBe('reversal -500');
  });

  it('needs the admin key', async () => {
    const reference = await charged();
    for (const kind of ['refund', 'dispute', 'take-back-refund'])
      expect((await post(`/faults/${kind}`, { account: account.account, reference, amount: 1 })).status).toBe(403);
    expect((await incident('nothing', { reference })).status).toBe(404);
    expect((await find(`/v1/charges/${reference}`)).json).toMatchObject({ refunded: 0, disputed: 0 });
  });

  it('a charge with an address of its own, its refunds and its page are announced there, and nothing else', async () => {
    const [own, other] = [await charged({ notification_url: receiver('/own') }), await charged()];
    const reference = await refunded(own, 100);
    await incident('dispute', { reference: own, amount: 10 });
    await incident('take-back-refund', { reference });
    // Those of the tests before may still be on their way.
    const about = () => received.filter(({ json }) => [own, other, reference].includes(json.data.reference));
    await waitFor(() => about().length >= 5, { what: '5 notifications' });
    const seen = about().map(({ path, json }) => `${path} ${json.type} ${json.data.reference}`);
    expect(seen.sort()).toEqual(
      [
        `/own charge.captured ${own}`,
        `/own refund.processed ${reference}`,
        `/own charge.disputed ${own}`,
        `/own refund.failed ${reference}`,
        `/key charge.captured ${other}`,
      ].sort(),
    );
    for (const { json } of about())
      expect(json.data).toMatchObject({ object: json.type.split('.')[0], id: expect.stringMatching(/^sim_/) });

    received = [];
    const { json: page } = await post('/v1/pages', {
      ...{ reference: 'chg_own_page', merchant: 'merchant', merchant_label: 'Chai', amount: 500, currency: 'INR' },
      ...{ methods: ['card'], capture: 'automatic', return_url: 'http://127.0.0.1/back' },
      ...{ expires_at: new Date(Date.now() + 600_000).toISOString(), notification_url: receiver('/page') },
    });
    const pay = (number: string) => {
      const body = new URLSearchParams({ number, expiry: '12/40', cvv: '123' });
      return fetch(`${page.url}/card`, { method: 'POST', body, redirect: 'manual' });
    };
    await pay('4000000000000002');
    const declined = await arrived('page.attempt_declined');
    expect(declined).toMatchObject({ path: '/page', json: { data: { object: 'page', reference: 'chg_own_page' } } });
    await pay('4111111111111111');
    expect(await arrived('charge.captured')).toMatchObject({ path: '/page', json: { data: { method: 'card' } } });
  });

  it('an address of a charge is https, or on this machine', async () => {
    for (const notification_url of ['http://shop.example/hook', 'ftp://127.0.0.1/', 'nothing']) {
      const body = chargeOf('sim_upi:success', { notification_url });
      expect([notification_url, (await post('/v1/charges', body)).status]).toEqual([notification_url, 400]);
      expect((await find(`/v1/charges/${body.reference}`)).status).toBe(404);
    }
  });

  it('the secret of the default account follows from its key; those of others are random', async () => {
    await charged({ notification_url: receiver('/default') }, GATEWAY_KEY);
    const { signature, body, path } = await arrived('charge.captured');
    const secret = `nsec_${createHmac('sha256', GATEWAY_KEY).update('notifications').digest('base64url')}`;
    const [, time = '', hex] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature) ?? [];
    expect(path).toBe('/default');
    expect(hex).toBe(createHmac('sha256', secret).update(`${time}.${body}`).digest('hex'));
    const derived = `nsec_${createHmac('sha256', account.key).update('notifications').digest('base64url')}`;
    expect(account.notificationSecret).not.toBe(derived);
  });
});
