import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChargeRef, Connector } from '../../src/acquiring/connectors/connector.js';
import { withDeadlines } from '../../src/acquiring/connectors/deadline.js';
import { SimulatedConnector } from '../../src/acquiring/connectors/simulated/simulated.connector.js';
import type { AcquirerAccount } from '../support/acquirer.js';
import { InProcessAcquirer, movementsOf } from '../support/acquirer-in-process.js';
import { waitFor } from '../support/processes.js';

describe('faults of the simulated acquirer, as the gateway’s connector meets them', () => {
  let acquirer: InProcessAcquirer;
  let account: AcquirerAccount;
  let connector: SimulatedConnector;
  let bank: Connector;
  const failures: string[] = [];
  beforeAll(async () => {
    acquirer = await InProcessAcquirer.start();
    account = await acquirer.account();
    const { url } = acquirer.address;
    connector = new SimulatedConnector({ url, key: account.key, timeoutMs: 400, connections: 8 });
    bank = withDeadlines(connector, {
      failed: (call, _, error) => failures.push(`${call}: ${String(error)}`),
      ended: () => undefined,
    });
  });
  afterEach(() => acquirer.call(acquirer.address.adminKey, 'DELETE', `/faults?account=${account.account}`));
  afterAll(async () => {
    await connector.close();
    await acquirer.stop();
  });

  let serial = 0;
  const request = () => ({
    ...{ reference: `chg_fault_${++serial}`, providerId: null, merchantId: 'm', amount: 500, currency: 'INR' },
    ...{ instrument: 'sim_upi:success', capture: 'automatic' as const, keyNumber: 1, returnUrl: 'http://localhost/' },
  });
  const booked = (reference: string) => movementsOf(account.book, account.account, reference);

  it.each([
    ['drop_before', {}, false],
    ['drop_after', {}, true],
    ['delay', { ms: 1_000 }, true],
    ['error', {}, false],
    ['error', { status: 429 }, false],
    ['error', { status: 401 }, false],
    ['wrong_body', {}, true],
    ['trickle', { ms: 50 }, true],
  ])(
    '%s %j makes a charge unknown; a find returns what has become of it, and a repeat charges once',
    async (...row) => {
      const [kind, options, hasEffect] = row;
      const charge = request();
      await account.fault({ kind, operation: 'charge', count: 1, ...options });
      expect(await bank.charge?.(charge)).toMatchObject({ outcome: 'unknown' });
      if (hasEffect) await waitFor(async () => (await booked(charge.reference)).length === 1, { what: 'the effect' });
      const found = await bank.findCharge(charge);
      expect(found).toMatchObject({ outcome: hasEffect ? 'approved' : 'not_found' });
      expect(await bank.charge?.(charge)).toMatchObject({ outcome: 'approved' });
      expect(await booked(charge.reference)).toEqual(['capture 500']);
    },
  );

  it('hold carries the call out when it is cleared, although the caller has left', async () => {
    const charge = request();
    const hold = await account.fault({ kind: 'hold', operation: 'charge' });
    expect(await bank.charge?.(charge)).toMatchObject({ outcome: 'unknown' });
    expect(await hold.hits()).toBe(1);
    expect(await bank.findCharge(charge)).toEqual({ outcome: 'not_found' });
    await hold.clear();
    await waitFor(async () => (await booked(charge.reference)).length === 1, { what: 'the late charge' });
  });

  it('clock_skew shifts the time that the acquirer states', async () => {
    await account.fault({ kind: 'clock_skew', ms: -3_600_000 });
    const { headers } = await acquirer.call(account.key, 'GET', '/v1/account');
    expect(Date.now() - Date.parse(headers.get('date') ?? '')).toBeGreaterThan(3_500_000);
  });

  it('is for one account, one call and so many times, and is listed and cleared by the admin key alone', async () => {
    const other = await acquirer.account();
    await account.fault({ kind: 'error', operation: 'account', count: 2 });
    const statuses: number[] = [];
    for (let turn = 0; turn < 3; turn++) statuses.push((await acquirer.call(account.key, 'GET', '/v1/account')).status);
    expect(statuses).toEqual([500, 500, 200]);
    expect((await acquirer.call(other.key, 'GET', '/v1/account')).status).toBe(200);
    const listed = await acquirer.call(acquirer.address.adminKey, 'GET', `/faults?account=${account.account}`);
    expect(listed.json.data).toMatchObject([{ kind: 'error', operation: 'account', count: 2, hits: 2 }]);
    for (const method of ['GET', 'POST', 'DELETE'])
      expect((await acquirer.call(account.key, method, '/faults', method === 'POST' ? {} : undefined)).status).toBe(
        403,
      );
    expect((await acquirer.call(acquirer.address.adminKey, 'POST', '/faults', { kind: 'none' })).status).toBe(400);
  });

  it('an acquirer that is away, and a key that it does not know, are unknown', async () => {
    const away = new SimulatedConnector({ url: 'http://127.0.0.1:1', key: 'k', timeoutMs: 400, connections: 1 });
    const stranger = new SimulatedConnector({
      ...{ url: acquirer.address.url, key: 'acq_test_wrong' },
      timeoutMs: 400,
      connections: 1,
    });
    for (const one of [away, stranger]) {
      const limited = withDeadlines(one, { failed: () => undefined, ended: () => undefined });
      const charge: ChargeRef = request();
      expect(await limited.charge?.(request())).toMatchObject({ outcome: 'unknown' });
      expect(await limited.findCharge(charge)).toMatchObject({ outcome: 'unknown' });
      await one.close();
    }
  });

  it('each unknown outcome was reported with its call', () => {
    expect(failures.length).toBeGreaterThan(8);
    expect(failures.filter((failure) => !failure.startsWith('charge: '))).toEqual([]);
  });
});
