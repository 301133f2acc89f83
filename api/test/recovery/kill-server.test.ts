import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bankCharge, holdBank } from '../support/bank.js';
import { newKey, type Reply } from '../support/client.js';
import { cardOf, Gateway } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';
import { waitUntilBlocked, lockRows } from '../support/locks.js';
import { type GatewayProcess, waitFor } from '../support/processes.js';

describe('a killed server', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ env: { BANK_TIMEOUT: '1500ms' } });
    await gateway.inbox();
  });
  afterAll(() => gateway.stop());

  const server = (): GatewayProcess => gateway.servers.at(-1) as GatewayProcess;
  /** The response, or null if the connection broke. */
  const orNothing = (reply: Promise<Reply>): Promise<Reply | null> => reply.catch(() => null);
  const replayed = (reply: Reply) => reply.headers.get('Idempotent-Replayed');

  it('between commit and response: the retry replays what was committed', async () => {
    const [order, key] = [await gateway.order(), newKey()];
    const pay = () =>
      gateway.api.post('/api/v1/payments', { order_id: order.id, method: 'upi', vpa: 'success@upi' }, { key });
    const release = await lockRows(gateway, 'orders', [order.id]);
    const lost = orNothing(pay());
    await waitUntilBlocked(gateway, 'order_id text, method text');
    await server().kill();
    expect(await lost).toBeNull();
    await release(); // the statement was in progress: the database commits it, and no server is left to respond
    const made = () => gateway.db.query<{ id: string }>('SELECT id FROM payments WHERE order_id = $1', [order.id]);
    await waitFor(async () => (await made()).rowCount === 1, { what: 'the commit' });
    await gateway.startServer();
    const retry = await pay();
    expect([retry.status, replayed(retry), retry.json.id]).toEqual([201, 'true', (await made()).rows[0]?.id]);
    expect(await gateway.payment(retry.json.id)).toMatchObject({ status: 'success' });
    expect((await made()).rowCount).toBe(1);
  });

  it('between the capture at the bank and its record: a worker finishes it, and the repeat returns it', async () => {
    const order = await gateway.order({ capture: 'manual' });
    const { id } = await gateway.pay(order.id);
    await gateway.payment(id, ['success']);
    const { release, held } = await holdBank(gateway, 'capture');
    const lost = orNothing(gateway.api.post(`/api/v1/payments/${id}/capture`, { amount: 20_000 }));
    await held();
    server().child.kill('SIGSTOP');
    await release();
    await waitFor(async () => (await gateway.ledger(id)).length > 0, { what: 'the capture at the bank' });
    await server().kill();
    expect(await lost).toBeNull();
    await gateway.startServer();
    const captured = await gateway.capturedPayment(id);
    expect(captured).toMatchObject({ amount_captured: 20_000 });
    const repeat = await gateway.api.post(`/api/v1/payments/${id}/capture`, { amount: 20_000 });
    expect(repeat).toMatchObject({ status: 200, json: captured });
    expect(await bankCharge(gateway, id)).toMatchObject({ captured_amount: 20_000 });
  });

  it("between the bank's approval of a step-up and its record: the repeat with its key returns the success", async () => {
    const { id } = await gateway.pay((await gateway.order()).id, { method: 'card', card: cardOf('4000000000003220') });
    await gateway.payment(id, ['requires_action']);
    const key = newKey();
    const answer = () => gateway.shopper.post(`/api/v1/payments/${id}/action`, { otp: '123456' }, { key });
    const { release, held } = await holdBank(gateway, 'action');
    const lost = orNothing(answer());
    await held();
    server().child.kill('SIGSTOP');
    await release();
    await waitFor(async () => (await gateway.ledger(id)).length > 0, { what: "the bank's yes" });
    await server().kill();
    expect(await lost).toBeNull();
    await gateway.startServer();
    await gateway.payment(id, ['success']);
    const repeat = await answer();
    expect(repeat).toMatchObject({ status: 200, json: { id, status: 'success' } });
    const again = await answer();
    expect([again.text, replayed(again)]).toEqual([repeat.text, 'true']);
    expect(await gateway.ledger(id)).toEqual([{ kind: 'capture', amount: 50_000 }]);
  });

  it('under load, several times: every payment with a 201 reaches a final status, and every retry returns its one row', async () => {
    const answered: string[] = [];
    for (let round = 0; round < 2; round++) {
      const orders = await Promise.all(Array.from({ length: 40 }, () => gateway.order()));
      const keyed = orders.map(({ id }) => ({ id: id as string, key: newKey() }));
      const pay = ({ id, key }: { id: string; key: string }) =>
        gateway.api.post('/api/v1/payments', { order_id: id, method: 'upi', vpa: 'success@upi' }, { key });
      const sent = keyed.map((each) => orNothing(pay(each)));
      const ids = orders.map(({ id }) => id);
      const committed = () => gateway.db.query('SELECT FROM payments WHERE order_id = ANY ($1)', [ids]);
      await waitFor(async () => ((await committed()).rowCount ?? 0) > 0, { what: 'the first commit' });
      await server().kill();
      const replies = await Promise.all(sent);
      await gateway.startServer();
      const retries = await Promise.all(keyed.map(pay));
      for (const [i, retry] of retries.entries()) {
        const before = replies[i];
        expect(retry.status).toBe(201);
        if (before?.status === 201) expect(retry.text).toBe(before.text);
        answered.push(retry.json.id);
      }
      expect((await committed()).rowCount).toBe(40);
    }
    const ended = await gateway.ended(answered);
    expect(ended.filter(({ status }) => status !== 'success')).toEqual([]);
  });

  it('leaves a balanced ledger', async () => {
    expect(await violatedInvariants(gateway)).toEqual({});
  });
});
