import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Reply } from '../support/client.js';
import { cardOf, Gateway } from '../support/gateway.js';
import { violatedInvariants } from '../support/invariants.js';
import { freePort, waitFor } from '../support/processes.js';

describe('refunds never exceed what was captured, however many arrive at once', () => {
  let gateway: Gateway;
  let secondPort: number;
  beforeAll(async () => {
    gateway = await Gateway.start({ env: { BANK_TIMEOUT: '1s' } });
    await gateway.inbox();
    secondPort = await freePort();
    await gateway.startServer({ PORT: String(secondPort) });
  });
  afterAll(() => gateway.stop());

  const refundAtOnce = (paymentId: string, amounts: (number | undefined)[]): Promise<Reply[]> => {
    const apis = [gateway.api, gateway.apiAt(secondPort)] as const;
    return Promise.all(
      amounts.map((amount, i) => apis[i % 2 === 0 ? 0 : 1].post('/api/v1/refunds', { payment_id: paymentId, amount })),
    );
  };
  const accepted = (replies: Reply[]) => replies.filter(({ status }) => status === 201).map(({ json }) => json);
  const settled = (paymentId: string) => {
    const text = `SELECT FROM refunds WHERE payment_id = $1 AND status NOT IN ('processed', 'failed') LIMIT 1`;
    return waitFor(async () => (await gateway.db.query(text, [paymentId])).rowCount === 0, {
      what: 'the end of all refunds',
    });
  };
  const refundedAtBank = async (paymentId: string) =>
    (await gateway.ledger(paymentId))
      .filter(({ kind }) => kind === 'refund')
      .reduce((sum, { amount }) => sum - amount, 0);

  it('64 refunds of 1 000 on 50 000: exactly 50 are accepted, and the bank refunds exactly that', async () => {
    const { id } = await gateway.captured(50_000);
    const replies = await refundAtOnce(id, Array<number>(64).fill(1_000));
    expect(accepted(replies)).toHaveLength(50);
    for (const { json } of replies.filter(({ status }) => status !== 201)) {
      expect(json.error).toMatchObject({
        code: 'BAD_REQUEST_ERROR',
        description: 'Refund amount exceeds available amount',
      });
    }
    await settled(id);
    expect(await gateway.payment(id)).toMatchObject({ amount_refunded: 50_000 });
    expect(await refundedAtBank(id)).toBe(50_000);
  });

  it('of 32 refunds of the whole remaining amount one is accepted', async () => {
    const { id } = await gateway.captured(50_000);
    const [winner, ...more] = accepted(await refundAtOnce(id, Array<undefined>(32).fill(undefined)));
    expect([winner.amount, more]).toEqual([50_000, []]);
  });

  it('256 refunds of many sizes while the worker is killed: accepted, booked and refunded amounts agree', async () => {
    const { id } = await gateway.captured(50_000);
    const sizes = Array.from({ length: 256 }, (_, i) => 1 + ((i * 7_919) % 997));
    const asked = refundAtOnce(id, sizes);
    await waitFor(async () => (await refundedAtBank(id)) > 0, { what: 'the first refund at the bank' });
    await gateway.workers.at(-1)?.kill();
    const refunds = accepted(await asked);
    const total = refunds.reduce((sum, { amount }) => sum + amount, 0);
    expect(total).toBeLessThanOrEqual(50_000);
    expect(50_000 - total).toBeLessThan(997); // the refused refunds exceeded the remaining amount
    expect(await gateway.payment(id)).toMatchObject({ amount_refunded: total });
    await gateway.startWorker();
    await settled(id);
    expect(await gateway.payment(id)).toMatchObject({ amount_refunded: total });
    expect(await refundedAtBank(id)).toBe(total);
  });

  it('the amount of a failed refund becomes refundable again once, while others refund the same payment', async () => {
    const { id } = await gateway.captured(50_000, gateway.api, { method: 'card', card: cardOf('4000000000005126') });
    for (let round = 0; round < 3; round++) await refundAtOnce(id, Array<number>(32).fill(1_000));
    await gateway.workers.at(-1)?.kill();
    await gateway.startWorker();
    await settled(id);
    expect(await gateway.payment(id)).toMatchObject({ amount_captured: 50_000, amount_refunded: 0 });
    expect(await refundedAtBank(id)).toBe(0);
  });

  it('leaves a balanced ledger', async () => {
    expect(await violatedInvariants(gateway)).toEqual({});
  });
});
