import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { admin, startAcquirer } from '../support/acquirer.js';
import { holdBank } from '../support/bank.js';
import { variants } from '../support/full.js';
import { Gateway } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';
import { PayPage } from '../support/pay-page.js';
import { freePort, type GatewayProcess, waitFor } from '../support/processes.js';

const CAPTURED = [{ kind: 'capture', amount: 50_000 }];
const REFUNDED = { kind: 'refund', amount: -50_000 };

/** Both sides have processes of their own here, so that either can be killed at each step of a payment on a page. */
describe('a payment on a page of the acquirer, when either side is killed', () => {
  let gateway: Gateway;
  let port: number;
  let acquirer: Awaited<ReturnType<typeof startAcquirer>>;
  beforeAll(async () => {
    port = await freePort();
    const env = { SIMULATED_ACQUIRER_URL: `http://127.0.0.1:${port}`, BANK_TIMEOUT: '1s', SWEEP_INTERVAL: '200ms' };
    gateway = await Gateway.start({ env });
    acquirer = await startAcquirer({}, port);
  });
  afterEach(async () => {
    await admin(acquirer.address, 'DELETE', '/faults').catch(() => undefined);
  });
  afterAll(async () => {
    await acquirer.process.stop();
    await gateway.stop();
  });

  const SIDES = ['worker', 'acquirer'] as const;
  const HOLDS = ['hold', 'hold_after'] as const;
  type Side = (typeof SIDES)[number];
  const kill = async (side: Side) => {
    if (side === 'worker') {
      const worker = gateway.workers.at(-1) as GatewayProcess;
      await worker.kill();
      await admin(acquirer.address, 'DELETE', '/faults');
      await gateway.startWorker();
    } else {
      await acquirer.process.kill();
      acquirer = await startAcquirer({}, port);
    }
  };
  /** Sets a fault at the acquirer's present process. */
  const hold = (operation: string, kind: 'hold' | 'hold_after') =>
    holdBank({ bank: gateway.bank.at(acquirer.address) }, operation, kind);
  const order = async (fields: object = {}) => String((await gateway.order(fields)).id);
  const pay = async (orderId: string) => String((await gateway.pay(orderId, { flow: 'redirect' })).id);
  const shown = async (id: string) =>
    new PayPage((await gateway.payment(id, ['requires_action'])).next_action.url as string);
  const back = (id: string) => gateway.shopper.post(`/api/v1/payments/${id}/public/returned`);
  const pagesOf = async (id: string) => {
    const { rows } = await gateway.db.query<{ id: string }>('SELECT id FROM charges WHERE payment_id = $1', [id]);
    const text = 'SELECT id FROM simulated_bank.pages WHERE account = $1 AND reference = ANY ($2)';
    return (await gateway.bank.book.query(text, [gateway.bank.account, rows.map((row) => row.id)])).rowCount;
  };
  const paid = async (id: string) => {
    await back(id);
    expect(await gateway.payment(id)).toMatchObject({ status: 'success', captured: true });
    expect(await gateway.ledger(id)).toEqual(CAPTURED);
  };

  describe.each(SIDES)('the %s', (side) => {
    // A worker killed after the page was made: in every run at Stripe, by `kill-stripe`.
    it.each(side === 'worker' ? variants(['hold'], ['hold_after']) : HOLDS)(
      'while the page is made (%s): there is one page, and it is paid once',
      async (kind) => {
        const { held } = await hold('create_page', kind);
        const id = await pay(await order());
        await held();
        await kill(side);
        const page = await shown(id);
        expect(await pagesOf(id)).toBe(1);
        await page.card();
        await paid(id);
      },
    );

    it('while the page is open: the shopper pays on it all the same', async () => {
      const id = await pay(await order());
      const page = await shown(id);
      await kill(side);
      await page.card();
      await paid(id);
    });

    it('while the paid page is asked about: recorded once', async () => {
      const id = await pay(await order());
      const page = await shown(id);
      await page.card();
      const { held } = await hold('find_charge', 'hold_after');
      await back(id);
      await held();
      await kill(side);
      await paid(id);
    });

    it.each(HOLDS)('while an unused page is closed (%s): expired, and nothing can be paid on it', async (kind) => {
      const orderId = await order();
      const id = await pay(orderId);
      const page = await shown(id);
      const { held } = await hold('cancel', kind);
      await gateway.makeDue('payments', id, 'action_expires_at');
      await gateway.makeDue('payments', id, 'due_at');
      await held();
      await kill(side);
      expect(await gateway.payment(id)).toMatchObject({ status: 'expired' });
      await page.card();
      expect(await gateway.ledger(id)).toEqual([]);
      const next = await gateway.pay(orderId);
      expect(await gateway.payment(next.id)).toMatchObject({ status: 'success' });
    });

    it('while it is refunded: refunded once', async () => {
      const id = await pay(await order());
      const page = await shown(id);
      await page.card();
      await paid(id);
      const { held } = await hold('refund', 'hold_after');
      const refund = (await gateway.api.post('/api/v1/refunds', { payment_id: id })).json;
      await held();
      await kill(side);
      expect(await gateway.refund(refund.id)).toMatchObject({ status: 'processed' });
      expect(await gateway.ledger(id)).toEqual([...CAPTURED, REFUNDED]);
    });
  });

  it('a capture whose server dies before or after its effect is carried out once', async () => {
    for (const kind of HOLDS) {
      const id = await pay(await order({ capture: 'manual' }));
      const page = await shown(id);
      await page.card();
      await back(id);
      await gateway.payment(id, ['success']);
      const { held } = await hold('capture', kind);
      const server = gateway.servers.at(-1) as GatewayProcess;
      const asked = gateway.api.post(`/api/v1/payments/${id}/capture`).catch(() => undefined);
      await held();
      await server.kill();
      await asked;
      await admin(acquirer.address, 'DELETE', '/faults');
      await gateway.startServer();
      expect(await gateway.capturedPayment(id)).toMatchObject({ amount_captured: 50_000 });
      expect(await gateway.ledger(id)).toEqual(CAPTURED);
    }
  });

  it('nothing is left over, and the books balance', async () => {
    const text = `SELECT id FROM charges WHERE status = 'open' OR lease_until > now()`;
    await waitFor(async () => (await gateway.db.query(text)).rowCount === 0, { what: 'the end of every charge' });
    expect(await violatedInvariants(gateway)).toEqual({});
  });
});
