import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AcquirerAccount } from '../support/acquirer.js';
import { chargeOf, InProcessAcquirer } from '../support/acquirer-in-process.js';
import { waitFor } from '../support/processes.js';

interface Received {
  signature: string;
  id: string;
  body: string;
  json: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- a test reads what it expects
  at: number;
}

describe('notifications of the simulated acquirer', () => {
  let acquirer: InProcessAcquirer;
  let account: AcquirerAccount;
  let server: Server;
  let received: Received[] = [];
  let status = 200;
  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        const header = (name: string) => request.headers[name]?.toString() ?? '';
        const [signature, id] = [header('acquirer-signature'), header('acquirer-event-id')];
        received.push({ signature, id, body, json: JSON.parse(body), at: performance.now() });
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    acquirer = await InProcessAcquirer.start();
    const { port } = server.address() as AddressInfo;
    account = await acquirer.account({ notificationUrl: `http://127.0.0.1:${port}/hook` });
  });
  beforeEach(() => {
    received = [];
    status = 200;
  });
  afterEach(() => acquirer.call(acquirer.address.adminKey, 'DELETE', `/faults?account=${account.account}`));
  afterAll(async () => {
    await acquirer.stop();
    server.close();
  });

  const charge = async (fields: object = {}, token = 'sim_upi:success') => {
    const body = chargeOf(token, fields);
    await acquirer.call(account.key, 'POST', '/v1/charges', body);
    return body.reference;
  };
  const arrived = (count: number) =>
    waitFor(() => received.length >= count && received, { what: `${count} notifications` });
  const types = () => received.map(({ json }) => json.type as string);

  it('are signed over time and body with the secret of the key', async () => {
    const reference = await charge();
    const [{ signature, id, body, json }] = (await arrived(1)) as [Received];
    const [, time = '', hex] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature) ?? [];
    expect(hex).toBe(createHmac('sha256', account.notificationSecret).update(`${time}.${body}`).digest('hex'));
    expect(Math.abs(Date.now() / 1000 - Number(time))).toBeLessThan(60);
    expect(json).toMatchObject({ id, type: 'charge.captured', data: { reference, status: 'captured', amount: 500 } });
  });

  it('follow each change of state: authorised, captured, refunded, reversed', async () => {
    const reference = await charge({ capture: 'manual' });
    await arrived(1);
    await acquirer.call(account.key, 'POST', `/v1/charges/${reference}/capture`, { amount: 400 });
    await arrived(2);
    const refund = { reference: 'rfnd_n', charge: reference, merchant: 'merchant', amount: 100, currency: 'INR' };
    await acquirer.call(account.key, 'POST', '/v1/refunds', refund);
    await arrived(3);
    await acquirer.call(account.key, 'POST', `/v1/charges/${reference}/reverse`);
    await arrived(4);
    expect(types()).toEqual(['charge.authorized', 'charge.captured', 'refund.processed', 'charge.cancelled']);
  });

  it('a charge that is decided later is announced without being asked for', async () => {
    const delayed = await acquirer.account({
      env: { TEST_PROCESSING_DELAY: '300' },
      notificationUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    });
    await acquirer.call(delayed.key, 'POST', '/v1/charges', chargeOf());
    await arrived(1);
    expect(types()).toEqual(['charge.captured']);
  });

  it('are sent again with the same id and bytes until the receiver accepts them', async () => {
    status = 503;
    await charge();
    await arrived(1);
    status = 200;
    const [first, second] = (await arrived(2)) as [Received, Received];
    expect([second.id, second.body]).toEqual([first.id, first.body]);
  });

  it('are duplicated, delayed, reordered and lost on demand', async () => {
    await account.fault({ kind: 'notify_duplicate', count: 1 });
    await charge();
    const [one, two] = (await arrived(2)) as [Received, Received];
    expect(two.id).toBe(one.id);

    received = [];
    await account.fault({ kind: 'notify_delay', count: 1, ms: 700 });
    const began = performance.now();
    await charge();
    const [late] = (await arrived(1)) as [Received];
    expect(late.at - began).toBeGreaterThan(650);

    received = [];
    await account.fault({ kind: 'notify_reorder', count: 1 });
    const [earlier, later] = [await charge(), await charge()];
    await arrived(2);
    expect(received.map(({ json }) => json.data.reference)).toEqual([later, earlier]);

    received = [];
    await account.fault({ kind: 'notify_drop', count: 1 });
    await charge();
    const kept = await charge();
    await arrived(1);
    expect(received.map(({ json }) => json.data.reference)).toEqual([kept]);
  });

  it('go to https, or to this machine', async () => {
    for (const notification_url of ['http://shop.example/hook', 'ftp://127.0.0.1/', 'nothing'])
      expect(await acquirer.call(acquirer.address.adminKey, 'POST', '/v1/keys', { notification_url })).toMatchObject({
        status: 400,
      });
  });
});
