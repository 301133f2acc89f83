import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cardOf, Gateway } from '../support/gateway.js';
import { waitFor } from '../support/processes.js';
import { openRoutedShop, type RoutedShop } from '../support/routed-shop.js';

const ENV = { BANK_TIMEOUT: '3s', SWEEP_INTERVAL: '500ms', TEST_PROCESSING_DELAY: '10', WORKER_CONCURRENCY: '3' };
const CARD = { method: 'card', card: cardOf('4111111111111111') };
const UPI = { method: 'upi', vpa: 'success@upi' };

describe('an account whose acquirer does not answer', () => {
  let gateway: Gateway;
  const shops: RoutedShop[] = [];
  beforeAll(async () => {
    gateway = await Gateway.start({ env: ENV });
  });
  afterAll(async () => {
    for (const shop of shops) await shop.close();
    await gateway.stop();
  });
  const open = async (...fields: object[]) => {
    const shop = await openRoutedShop(gateway, ENV, fields);
    shops.push(shop);
    return shop;
  };
  const ended = ({ api }: RoutedShop, id: string) => gateway.payment(id, undefined, api);
  const healthOf = async ({ api, accounts }: RoutedShop, i: number) =>
    (await api.get(`/api/v1/connector-accounts/${accounts[i]?.id}`)).json.health;

  it('slows no other account of its merchant: calls that hang hold the places of their own account only', async () => {
    const shop = await open({ methods: ['upi'] }, { methods: ['card'] });
    const hung = await shop.accounts[0]?.bank.fault({ kind: 'hold' });
    const waiting = await Promise.all(Array.from({ length: 12 }, () => shop.pay(UPI)));
    await waitFor(async () => ((await hung?.hits()) ?? 0) >= 3, { what: 'calls that hang' });
    const since = performance.now();
    for (let i = 0; i < 4; i++) expect(await ended(shop, await shop.pay(CARD))).toMatchObject({ status: 'success' });
    expect(performance.now() - since).toBeLessThan(2_500); // less than the deadline of the calls that hang
    await hung?.clear();
    for (const id of waiting) expect(await ended(shop, id)).toMatchObject({ status: 'success' });
  });

  it('is passed over, shown as such, tried again with one payment, and used again', async () => {
    const shop = await open({}, {});
    const [first, second] = shop.accounts;
    const dead = await first?.bank.fault({ kind: 'drop_before' });
    const sent: string[] = [];
    const passedOver = await waitFor(
      async () => {
        sent.push(await shop.pay(CARD));
        const [health] = await healthOf(shop, 0);
        return health?.state === 'passed_over' && health;
      },
      { what: 'an account that is passed over', timeoutMs: 30_000 },
    );
    expect(passedOver).toMatchObject({ method: 'card', passed_over_until: expect.any(String) });
    expect(passedOver.score).toBeLessThan(0.7);
    const around = await shop.pay(CARD);
    expect(await ended(shop, around)).toMatchObject({ status: 'success' });
    expect(await shop.charges(around)).toMatchObject([
      { account_id: second?.id, routing: { passed: [{ account_id: first?.id, reason: 'passed_over' }] } },
    ]);
    const explained = (await shop.api.get('/api/v1/routing-rules/explain?amount=50000&method=card')).json;
    expect(explained).toMatchObject({
      account_id: second?.id,
      candidates: [{ finding: 'passed_over' }, { finding: 'chosen' }],
    });

    // What waits at the dead account is never charged elsewhere, and ends there once the acquirer is back.
    const passOver = (time: string) =>
      gateway.db.query(`UPDATE account_health SET passed_over_until = ${time} WHERE account_id = $1`, [first?.id]);
    await passOver(`now() + interval '1 hour'`);
    await dead?.clear();
    for (const id of sent) expect(['success', 'failed']).toContain((await ended(shop, id)).status);
    // A worker writes the answers it has counted when it stops. Written later, they would be taken for the trial's.
    await gateway.workers[0]?.stop();
    await gateway.startWorker();
    await passOver('now()');
    expect(await healthOf(shop, 0)).toMatchObject([{ state: 'trial' }]);
    const trial = await shop.pay(CARD);
    expect(await ended(shop, trial)).toMatchObject({ status: 'success' });
    expect(await shop.charges(trial)).toMatchObject([{ account_id: first?.id, routing: { reason: 'trial' } }]);
    await waitFor(async () => (await healthOf(shop, 0))[0].state === 'well', { what: 'an account that is used again' });
    const again = await shop.pay(CARD);
    await ended(shop, again);
    expect(await shop.charges(again)).toMatchObject([{ account_id: first?.id, routing: { reason: 'priority' } }]);
  });

  it('is tried all the same if every account that fits is passed over', async () => {
    const shop = await open({}, {});
    await gateway.db.query(
      `INSERT INTO account_health (merchant_id, account_id, method, score, trips, passed_over_until)
       SELECT merchant_id, id, 'card', CASE id WHEN $2 THEN 0.4 ELSE 0.1 END, 1, now() + interval '1 hour'
       FROM connector_accounts WHERE merchant_id = $1 AND removed_at IS NULL`,
      [shop.merchantId, shop.accounts[1]?.id],
    );
    const id = await shop.pay(CARD);
    expect(await ended(shop, id)).toMatchObject({ status: 'success' });
    expect(await shop.charges(id)).toMatchObject([
      { account_id: shop.accounts[1]?.id, routing: { reason: 'best_of_passed_over' } },
    ]);
  });
});
