import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Connector, RefundRequest, RefundResult } from '../../src/acquiring/connectors/connector.js';
import type { Connectors } from '../../src/acquiring/connectors/connectors.service.js';
import { simulatedSheet } from '../../src/acquiring/connectors/simulated/simulated.sheet.js';
import { RefundExecutionService } from '../../src/money/refunds/refund-execution.service.js';
import type { Config } from '../../src/platform/config/config.module.js';
import type { Database } from '../../src/platform/database/database.js';
import type { Statement } from '../../src/platform/database/sql.js';
import type { JobQueue } from '../../src/platform/queue/job-queue.js';
import { Meters } from '../../src/platform/telemetry/meters.js';
import type { Tracer } from '../../src/platform/telemetry/tracer.js';
import { DEMO_MERCHANT, Gateway } from '../support/gateway.js';

const DAY_MS = 86_400_000;
const SILENCE = { outcome: 'unknown' } as const;
const ANSWERED = { outcome: 'unknown', answered: true } as const;
const REFUSED = { outcome: 'unknown', answered: true, refused: true } as const;
const NOT_FOUND = { outcome: 'not_found' } as const;
const done = (connectorReference: string) =>
  ({ outcome: 'approved', connectorReference, amount: 100, currency: 'INR', captured: 100 }) as const;

type Answer = RefundResult | typeof NOT_FOUND;

describe('a refund at an acquirer that cannot close its reference', () => {
  let gateway: Gateway;
  const captured: string[] = [];
  beforeAll(async () => {
    Logger.overrideLogger(false);
    gateway = await Gateway.start();
    for (let made = 0; made < 5; made++) captured.push((await gateway.captured()).id);
    await gateway.workers[0]!.stop(); // the calls are made by this test alone
  });
  afterAll(() => gateway.stop());

  /** An accepted refund, and the calls that the gateway makes for it: one each time it is due. */
  const refund = async () => {
    const { json } = await gateway.api.post('/api/v1/refunds', { payment_id: captured.pop(), amount: 100 });
    const id = json.id as string;
    const calls: string[] = [];
    let answer: Record<'refund' | 'findRefund', Answer>;
    const answered = (call: 'refund' | 'findRefund') => (request: RefundRequest) => {
      calls.push(call === 'refund' ? `refund ${request.keyNumber}` : 'find');
      return Promise.resolve(answer[call]);
    };
    const sheet = { ...simulatedSheet(1_000), closesRefunds: false, idempotencyMs: DAY_MS };
    const connector = { name: 'open', sheet, refund: answered('refund'), findRefund: answered('findRefund') };
    const meters = new Meters();
    const execution = new RefundExecutionService(
      {
        query: async (sql: Statement, values: unknown[]) => (await gateway.db.query(sql.text, values)).rows,
      } as Database,
      { at: () => connector as unknown as Connector } as unknown as Connectors,
      { leaseMs: 10_000 } as never,
      { adopt: () => undefined } as never,
      { hint: () => undefined } as unknown as JobQueue,
      meters,
      {
        span: (_: string, __: object, work: (span: object) => unknown) => work({ traceParent: null }),
      } as unknown as Tracer,
      { BANK_TIMEOUT: 1_000 } as Config,
    );
    const next = async (send: Answer, find: Answer = NOT_FOUND) => {
      answer = { refund: send, findRefund: find };
      await gateway.db.query(`UPDATE refunds SET call_due_at = now() WHERE id = $1 AND call_due_at IS NOT NULL`, [id]);
      await execution.advance(DEMO_MERCHANT, id);
    };
    const shown = async () => (await gateway.api.get(`/api/v1/refunds/${id}`)).json;
    const forget = () =>
      gateway.db.query(`UPDATE refunds SET sent_at = sent_at - interval '25 hours' WHERE id = $1`, [id]);
    const sends = async () =>
      (await gateway.db.query<{ sends: number }>('SELECT sends FROM refunds WHERE id = $1', [id])).rows[0]?.sends;
    const wake = () =>
      gateway.db.query('UPDATE refunds SET wake_seq = wake_seq + 1, call_due_at = now() WHERE id = $1', [id]);
    return { id, calls, next, shown, forget, sends, wake, meters };
  };

  it('never fails by silence: the same key is the question while the acquirer keeps it, then it is found', async () => {
    const { calls, next, shown, forget } = await refund();
    for (let time = 0; time < 6; time++) await next(SILENCE);
    expect(calls).toEqual(Array(6).fill('refund 1'));
    expect(await shown()).toMatchObject({ status: 'pending', stage: 'at_bank' });
    await forget();
    await next(SILENCE, SILENCE);
    expect(calls.slice(6)).toEqual(['find']);
    await next(SILENCE, NOT_FOUND);
    expect(calls.slice(7)).toEqual(['find', 'refund 1']);
    await next(done('re_1'));
    expect(calls.slice(9)).toEqual(['refund 1']);
    expect(await shown()).toMatchObject({ status: 'processed', connector_reference: 're_1' });
  });

  it('gets another key only after a response whose effect a find has denied', async () => {
    const { calls, next, shown } = await refund();
    await next(ANSWERED);
    await next(SILENCE, SILENCE); // the find does not answer either: nothing is known yet
    await next(SILENCE, NOT_FOUND);
    await next(SILENCE);
    await next(ANSWERED);
    await next(SILENCE, done('re_2'));
    expect(calls).toEqual(['refund 1', 'find', 'find', 'refund 2', 'refund 2', 'refund 2', 'find']);
    expect(await shown()).toMatchObject({ status: 'processed' });
  });

  it('a refusal to look at it does not count as sent', async () => {
    const { next, sends } = await refund();
    await next(REFUSED);
    expect(await sends()).toBe(0);
    await next(SILENCE);
    expect(await sends()).toBe(1);
    await next(done('re_3'));
  });

  it('is found by the acquirer’s id once it has one, and is not sent again if it is then unknown', async () => {
    const { calls, next, shown, meters } = await refund();
    await next({ outcome: 'pending', retryAfterMs: 10, connectorReference: 're_pending' });
    await next(SILENCE, NOT_FOUND);
    expect(calls).toEqual(['refund 1', 'find']);
    expect(await shown()).toMatchObject({ status: 'pending', connector_reference: 're_pending' });
    const { values } = await meters.registry.getSingleMetric('gateway_acquirer_differences_total')!.get();
    expect(values.find(({ labels }) => labels['kind'] === 'unknown_provider_id')?.value).toBe(1);
    await next(SILENCE, done('re_pending'));
    expect(await shown()).toMatchObject({ status: 'processed' });
  });

  it('a processed one that is woken stays processed unless the acquirer declines it, and fails once', async () => {
    const { calls, next, shown, wake } = await refund();
    await next(done('re_5'));
    for (const found of [done('re_5'), SILENCE, NOT_FOUND] as const) {
      await wake();
      await next(SILENCE, found);
      expect(await shown()).toMatchObject({ status: 'processed', version: 3 });
    }
    await wake();
    await next(SILENCE, { outcome: 'declined', reason: 'refund_declined', description: 'Account closed' });
    expect(await shown()).toMatchObject({ status: 'failed', version: 4, error_description: 'Account closed' });
    expect(calls).toEqual(['refund 1', 'find', 'find', 'find', 'find']);
  });
});
