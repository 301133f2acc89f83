import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AcquirerAccount, admin } from '../support/acquirer.js';
import { bankEntries, type Book } from '../support/bank.js';
import { expectRefusal } from '../support/envelope.js';
import { cardOf, Gateway } from '../support/gateway.js';
import { PayPage } from '../support/pay-page.js';
import { waitFor } from '../support/processes.js';

const ACCOUNTS = '/api/v1/connector-accounts';
const ENV = { BANK_TIMEOUT: '1s', SWEEP_INTERVAL: '200ms', TEST_PROCESSING_DELAY: '10' };
const CARD = { method: 'card', card: cardOf('4111111111111111') };
const DECLINED = { method: 'card', card: cardOf('4000000000000002') };
const PAGE = { flow: 'redirect' };

/** Two accounts at the simulated acquirer, each with a key, faults and a record of its own. */
describe('a payment moves to its next connection', () => {
  let gateway: Gateway;
  let banks: [AcquirerAccount, AcquirerAccount];
  beforeAll(async () => {
    gateway = await Gateway.start({ env: ENV });
    banks = [await AcquirerAccount.open({ env: ENV }), await AcquirerAccount.open({ env: ENV })];
  });
  afterEach(() =>
    Promise.all(banks.map(({ acquirer, account }) => admin(acquirer, 'DELETE', `/faults?account=${account}`))),
  );
  afterAll(async () => {
    await Promise.all(banks.map((bank) => bank.close()));
    await gateway.stop();
  });

  /** A merchant whose payments go to the first account, then to the second. */
  const shop = async (more = 0) => {
    const { api, id } = await gateway.newMerchant();
    const [simulated] = (await api.get(ACCOUNTS)).json.data;
    await api.delete(`${ACCOUNTS}/${simulated.id}`);
    const accounts: string[] = [];
    for (const [i, { key }] of [...banks, ...Array<AcquirerAccount>(more).fill(banks[1])].entries()) {
      const body = { connector: 'simulated', label: `Account ${i + 1}`, priority: i, credentials: { key } };
      const created = await api.post(ACCOUNTS, body);
      expect(created.status).toBe(201);
      accounts.push(created.json.id as string);
    }
    const pay = async (instrument: object) => {
      const { id: order } = await gateway.order({}, api);
      return String((await gateway.pay(order, instrument, api)).id);
    };
    const get = async (payment: string, statuses?: string[]) => gateway.payment(payment, statuses, api);
    const charges = async (payment: string) =>
      (await api.get(`/api/v1/payments/${payment}/charges`)).json.data as Record<string, unknown>[];
    return { api, id, accounts, pay, get, charges };
  };
  type Shop = Awaited<ReturnType<typeof shop>>;
  /** What each acquirer took for a payment, by its own record. */
  const taken = async ({ charges }: Shop, payment: string) => {
    const references = (await charges(payment)).map(({ id }) => id as string);
    const books: Book[] = banks;
    const entries = await Promise.all(books.map((book) => bankEntries(book, references)));
    return entries.map((all) => all.reduce((sum, { amount }) => sum + amount, 0));
  };
  const shown = async ({ get }: Shop, payment: string) =>
    new PayPage((await get(payment, ['requires_action'])).next_action.url as string);
  const back = (payment: string) => gateway.shopper.post(`/api/v1/payments/${payment}/public/returned`);
  const elsewhere = (payment: string) => gateway.shopper.post(`/api/v1/payments/${payment}/public/elsewhere`);

  it('if the acquirer is dead before its page is shown, and is paid by the second', async () => {
    const mine = await shop();
    await banks[0].fault({ kind: 'drop_before' });
    const payment = await mine.pay(PAGE);
    const page = await shown(mine, payment);
    await page.card();
    await back(payment);
    expect(await mine.get(payment)).toMatchObject({ status: 'success', amount_captured: 50_000 });
    expect(await mine.charges(payment)).toMatchObject([
      { account_id: mine.accounts[0], status: 'failed', error_reason: 'bank_timeout', amount_captured: 0 },
      { account_id: mine.accounts[1], status: 'approved', amount_captured: 50_000, routing: { reason: 'next' } },
    ]);
    expect(await taken(mine, payment)).toEqual([0, 50_000]);
    const { json: refund } = await mine.api.post('/api/v1/refunds', { payment_id: payment });
    expect(await gateway.refund(refund.id, mine.api)).toMatchObject({ status: 'processed' });
    expect(await taken(mine, payment)).toEqual([0, 0]);
  });

  it('but not once the page was shown: it waits, and is paid once when the acquirer is back', async () => {
    const mine = await shop();
    const payment = await mine.pay(PAGE);
    const page = await shown(mine, payment);
    await page.card();
    const { clear } = await banks[0].fault({ kind: 'drop_before' });
    await back(payment);
    const asked = 'SELECT FROM charges WHERE payment_id = $1 AND consecutive_timeouts > 0';
    await waitFor(async () => (await gateway.db.query(asked, [payment])).rowCount, {
      what: 'a call without an answer',
    });
    expect(await mine.get(payment, ['requires_action'])).toMatchObject({ status: 'requires_action' });
    expect(await mine.charges(payment)).toHaveLength(1);
    await clear();
    expect(await mine.get(payment)).toMatchObject({ status: 'success' });
    expect(await taken(mine, payment)).toEqual([50_000, 0]);
  });

  it('but not while a charge is unknown, whatever its effect: it is found when the acquirer is back', async () => {
    const mine = await shop();
    const lost = await banks[0].fault({ kind: 'drop_after', operation: 'charge' });
    const dead = await banks[0].fault({ kind: 'drop_before', operation: 'find_charge' });
    const payment = await mine.pay(CARD);
    await waitFor(async () => (await dead.hits()) > 0, { what: 'a question without an answer' });
    expect(await mine.charges(payment)).toMatchObject([{ status: 'open' }]);
    await lost.clear();
    await dead.clear();
    expect(await mine.get(payment)).toMatchObject({ status: 'success' });
    expect(await taken(mine, payment)).toEqual([50_000, 0]);
    expect(await mine.charges(payment)).toHaveLength(1);
  });

  it('after a decline that the merchant retries elsewhere, and after no other', async () => {
    const mine = await shop();
    const retried = await mine.pay(DECLINED);
    expect(await mine.get(retried)).toMatchObject({ status: 'failed', error_reason: 'card_declined' });
    expect(await mine.charges(retried)).toMatchObject([
      { account_id: mine.accounts[0], status: 'failed', error_reason: 'card_declined' },
      { account_id: mine.accounts[1], status: 'failed', error_reason: 'card_declined' },
    ]);
    expect(await gateway.events(retried)).toEqual(['payment.created', 'payment.pending', 'payment.failed']);
    const noFunds = await mine.pay({ method: 'upi', vpa: 'nofunds@upi' });
    await mine.get(noFunds);
    expect(await mine.charges(noFunds)).toHaveLength(1);
    await mine.api.call('PUT', '/api/v1/routing-rules', { version: 0, rules: [], retry_elsewhere: [] });
    const stays = await mine.pay(DECLINED);
    await mine.get(stays);
    expect(await mine.charges(stays)).toHaveLength(1);
  });

  it('has at most three charges, each at another account, and none after ROUTING_DEADLINE', async () => {
    const mine = await shop(2);
    const payment = await mine.pay(DECLINED);
    await mine.get(payment);
    expect((await mine.charges(payment)).map(({ account_id }) => account_id)).toEqual(mine.accounts.slice(0, 3));
    const { held, release } = await hold('charge');
    const late = await mine.pay(DECLINED);
    await held();
    await gateway.db.query(`UPDATE payments SET created_at = now() - interval '1 hour' WHERE id = $1`, [late]);
    await release();
    await mine.get(late);
    expect(await mine.charges(late)).toHaveLength(1);
  });

  it('makes no second charge while a process runs whose code knows one charge for each payment', async () => {
    const mine = await shop();
    await gateway.db.query(`INSERT INTO workers (id) VALUES ('the version before')`);
    const payment = await mine.pay(DECLINED);
    await mine.get(payment);
    expect(await mine.charges(payment)).toHaveLength(1);
    await gateway.db.query(
      `UPDATE workers SET seen_at = now() - interval '61 seconds' WHERE id = 'the version before'`,
    );
    const next = await mine.pay(DECLINED);
    await mine.get(next);
    expect(await mine.charges(next)).toHaveLength(2);
    await gateway.db.query(`DELETE FROM workers WHERE id = 'the version before'`);
  });

  it('when the shopper asks for another page, once nobody can pay on the first', async () => {
    const mine = await shop();
    const payment = await mine.pay(PAGE);
    const first = await shown(mine, payment);
    const { url } = (await mine.get(payment, ['requires_action'])).next_action;
    expect((await elsewhere(payment)).status).toBe(200);
    const second = await waitFor(async () => {
      const { status, next_action: action } = await mine.get(payment, ['requires_action', 'pending']);
      return status === 'requires_action' && action.url !== url ? (action.url as string) : false;
    });
    await first.card();
    expect(await taken(mine, payment)).toEqual([0, 0]);
    await new PayPage(second).card();
    await back(payment);
    expect(await mine.get(payment)).toMatchObject({ status: 'success' });
    expect(await taken(mine, payment)).toEqual([0, 50_000]);
    expect(await mine.charges(payment)).toMatchObject([{ status: 'closed' }, { status: 'approved' }]);
  });

  it('but not if the shopper has just paid, nor if there is no other connection', async () => {
    const mine = await shop();
    const paid = await mine.pay(PAGE);
    await (await shown(mine, paid)).card();
    await elsewhere(paid);
    expect(await mine.get(paid)).toMatchObject({ status: 'success' });
    expect(await taken(mine, paid)).toEqual([50_000, 0]);
    await mine.api.patch(`${ACCOUNTS}/${mine.accounts[1]}`, { enabled: false });
    const alone = await mine.pay(PAGE);
    await shown(mine, alone);
    const refused = await elsewhere(alone);
    expectRefusal(refused, { status: 400, code: 'BAD_REQUEST_ERROR', reason: 'no_other_connection' });
    expect(await mine.get(alone, ['requires_action'])).toMatchObject({ status: 'requires_action' });
  });

  it('if its worker is killed while the next page is made: there is one next charge, and it is paid once', async () => {
    const mine = await shop();
    await banks[0].fault({ kind: 'drop_before', operation: 'create_page' });
    const { held, release } = await hold('create_page', banks[1]);
    const payment = await mine.pay(PAGE);
    await held();
    await gateway.workers.pop()?.kill();
    await release();
    await gateway.startWorker();
    await (await shown(mine, payment)).card();
    await back(payment);
    expect(await mine.get(payment)).toMatchObject({ status: 'success' });
    expect(await mine.charges(payment)).toHaveLength(2);
    expect(await taken(mine, payment)).toEqual([0, 50_000]);
  });

  it('races with a cancel and a newer payment of the order: it is charged at most once', async () => {
    const mine = await shop();
    await banks[0].fault({ kind: 'drop_before', operation: 'create_page' });
    const race = async () => {
      const { id: order } = await gateway.order({}, mine.api);
      const { id } = await gateway.pay(order, PAGE, mine.api);
      const [newer] = await Promise.all([
        gateway.pay(order, CARD, mine.api),
        mine.api.post(`/api/v1/payments/${id}/cancel`),
      ]);
      const ends = await Promise.all([id, newer.id].map((one) => mine.get(String(one))));
      expect(ends.filter(({ status }) => status === 'success').length).toBeLessThan(2);
      const sums = await Promise.all([id, newer.id].map((one) => taken(mine, String(one))));
      expect(sums.flat().reduce((sum, one) => sum + one)).toBeLessThanOrEqual(50_000);
    };
    await Promise.all(Array.from({ length: 6 }, race));
  });

  async function hold(operation: string, bank = banks[0]) {
    const { clear, hits } = await bank.fault({ kind: 'hold', operation });
    const held = () => waitFor(async () => (await hits()) > 0, { what: `${operation} that the acquirer holds` });
    return { release: clear, held };
  }
});
