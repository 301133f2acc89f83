import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startAcquirer } from '../support/acquirer.js';
import { bankCharge, entriesOf, holdBank } from '../support/bank.js';
import { cardOf, Gateway } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';
import { freePort, type GatewayProcess, waitFor } from '../support/processes.js';

/** The acquirer has a process of its own here, so that it can be killed. Its record is in the database of the shared one. */
describe('an acquirer that is away, or is killed', () => {
  let gateway: Gateway;
  let port: number;
  let acquirer: GatewayProcess | undefined;
  beforeAll(async () => {
    port = await freePort();
    const env = { SIMULATED_ACQUIRER_URL: `http://127.0.0.1:${port}`, BANK_TIMEOUT: '1s' };
    gateway = await Gateway.start({ env });
    await gateway.inbox();
  });
  afterEach(async () => {
    await acquirer?.stop();
    acquirer = undefined;
  });
  afterAll(() => gateway.stop());

  const start = async () => {
    const started = await startAcquirer({}, port);
    acquirer = started.process;
    return { bank: gateway.bank.at(started.address), process: started.process };
  };
  const CHARGED_ONCE = [{ kind: 'capture', amount: 50_000 }];

  it('payments are accepted with 201 while it is down, and charged once when it is back', async () => {
    const instruments = [
      { method: 'upi', vpa: 'success@upi' },
      { method: 'card', card: cardOf('4111111111111111') },
      { method: 'card', card: cardOf('4000000000009995') },
    ];
    const payments = await Promise.all(
      instruments.map(async (instrument) => gateway.pay((await gateway.order()).id, instrument)),
    );
    for (const { id } of payments)
      await waitFor(
        async () => {
          const text = 'SELECT sends FROM payments WHERE id = $1 AND sends > 0';
          return (await gateway.db.query(text, [id])).rowCount === 1;
        },
        { what: 'a call to the acquirer that is down' },
      );
    const shown = (await gateway.api.get(`/api/v1/payments/${payments[0].id}`)).json;
    expect(shown).toMatchObject({ status: 'pending', stage: 'at_bank' });
    await start();
    const ended = await gateway.ended(payments.map(({ id }) => id));
    expect(ended.map(({ status }) => status)).toEqual(['success', 'success', 'failed']);
    for (const { id } of payments.slice(0, 2)) expect(await gateway.ledger(id)).toEqual(CHARGED_ONCE);
  });

  it('killed between a charge and its response: the charge is found, and not sent again', async () => {
    const { bank, process } = await start();
    const { held } = await holdBank({ bank }, 'charge', 'hold_after');
    const { id } = await gateway.pay((await gateway.order()).id);
    await held();
    await waitFor(async () => (await gateway.ledger(id)).length === 1, { what: 'the charge' });
    await process.kill();
    await start();
    expect(await gateway.payment(id)).toMatchObject({ status: 'success', captured: true });
    expect(await gateway.ledger(id)).toEqual(CHARGED_ONCE);
    expect(await bankCharge(gateway, id)).toMatchObject({ charge_calls: 1 });
  });

  it('killed before a charge took effect: it is sent again, and charged once', async () => {
    const { bank, process } = await start();
    const { held } = await holdBank({ bank }, 'charge');
    const { id } = await gateway.pay((await gateway.order()).id);
    await held();
    await process.kill();
    expect(await gateway.ledger(id)).toEqual([]);
    await start();
    expect(await gateway.payment(id)).toMatchObject({ status: 'success' });
    expect(await gateway.ledger(id)).toEqual(CHARGED_ONCE);
  });

  it('killed between a refund and its response: refunded once', async () => {
    const { bank, process } = await start();
    const { id } = await gateway.captured();
    const { held } = await holdBank({ bank }, 'refund', 'hold_after');
    const refund = (await gateway.api.post('/api/v1/refunds', { payment_id: id, amount: 20_000 })).json;
    await held();
    await waitFor(async () => (await gateway.ledger(id)).length === 2, { what: 'the refund' });
    await process.kill();
    await start();
    expect(await gateway.refund(refund.id)).toMatchObject({ status: 'processed' });
    expect(await gateway.ledger(id)).toEqual([...CHARGED_ONCE, { kind: 'refund', amount: -20_000 }]);
  });

  it('killed and stopped in the middle of 80 payments: all become final, each charged once', async () => {
    const first = await start();
    const ids = await Promise.all(
      Array.from({ length: 80 }, async (): Promise<string> => (await gateway.pay((await gateway.order()).id)).id),
    );
    const charged = async () => (await entriesOf(gateway, ids)).length;
    await waitFor(async () => (await charged()) >= 5, { what: 'the first charges' });
    await first.process.kill();
    const second = await start();
    await waitFor(async () => (await charged()) >= 20, { what: 'more charges' });
    expect(await second.process.stop()).toBe(0); // requests in flight have ended
    await start();
    const ended = await gateway.ended(ids, { timeoutMs: 60_000 });
    expect(ended.filter(({ status }) => status !== 'success')).toEqual([]);
    expect(await charged()).toBe(80);
  });

  it('leaves a balanced ledger', async () => {
    await start();
    expect(await violatedInvariants(gateway)).toEqual({});
  });
});
