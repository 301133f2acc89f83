import pg from 'pg';
import type { RefundRequest } from '../connector.js';
import { bankReference } from './bank-reference.js';
import { type ChargeRow, type RefundRow, toCharge, toRefund } from './bank-rows.js';
import {
  CHANGE_CHARGE,
  CLOSE_CHARGE,
  FIND_CHARGE,
  FIND_REFUND,
  OPEN_CHARGE,
  REFUSE_REFUND,
  type Statement,
  TAKE_REFUND,
} from './bank.queries.js';
import type { Charge } from './charge.js';
import type { DeclineReason } from './decline-reasons.js';
import type { Refund } from './refund.js';
import { CREATE_SCHEMA, IS_THERE } from './schema.js';

export interface BookOptions {
  readonly connectionString: string;
  readonly poolSize: number;
  /** Limit of each statement and of the wait for a connection: the caller's deadline. */
  readonly timeoutMs: number;
  /** False: statements are not named and no session limits are set (PG_PREPARED=off). */
  readonly preparedStatements?: boolean;
}

/** The bank's tables, with a pool and a schema of their own: never part of the gateway's transactions. */
export class BankBook {
  private readonly pool: pg.Pool;
  private prepared: Promise<void> | undefined;

  constructor(private readonly options: BookOptions) {
    this.pool = new pg.Pool({
      connectionString: options.connectionString,
      application_name: 'simulated_bank',
      max: options.poolSize,
      ...(options.preparedStatements !== false && { statement_timeout: options.timeoutMs }),
      query_timeout: options.timeoutMs,
      connectionTimeoutMillis: options.timeoutMs,
      allowExitOnIdle: true,
    });
    // Without a listener, the loss of an idle connection would end the process. The next call opens a new one.
    this.pool.on('error', () => undefined);
  }

  /** Creates what is missing of the schema. Needs a role that may create tables, such as the migrations'. */
  async prepare(): Promise<void> {
    await this.pool.query(CREATE_SCHEMA);
  }

  /** Ensures once per process that the schema exists. After a failure the next call tries again. */
  private ready(): Promise<void> {
    this.prepared ??= this.pool
      .query<{ there: boolean }>(IS_THERE)
      .then(({ rows }) => (rows[0]?.there ? undefined : this.prepare()))
      .catch((error: unknown) => {
        this.prepared = undefined;
        throw error;
      });
    return this.prepared;
  }

  async findCharge(reference: string): Promise<Charge | undefined> {
    const [row] = await this.run<ChargeRow>(FIND_CHARGE, [reference]);
    return row && toCharge(row);
  }

  /** Inserts a charge, or returns the one that already has this reference. */
  async openCharge(charge: Charge): Promise<Charge> {
    const { reference, merchantId, amount, currency, capture, instrument, outcome, status } = charge;
    const [row] = await this.run<ChargeRow>(OPEN_CHARGE, [
      ...[reference, merchantId, amount, currency, capture, instrument, outcome, status, charge.readyInMs],
      ...[charge.otpAttemptsLeft, charge.capturedAmount, charge.connectorReference, charge.declineReason],
    ]);
    if (!row) throw new Error('The upsert of a charge returned no row');
    return toCharge(row);
  }

  /** False if the reference already has a charge. */
  async closeCharge(reference: string): Promise<boolean> {
    return (await this.run(CLOSE_CHARGE, [reference, bankReference('charge', reference)])).length > 0;
  }

  /** False if the charge has changed since `before` was read. */
  async changeCharge(before: Charge, after: Charge): Promise<boolean> {
    const captured = after.capturedAmount - before.capturedAmount;
    const reversed = after.reversedAmount - before.reversedAmount;
    const changed = await this.run(CHANGE_CHARGE, [
      ...[before.reference, before.version, after.status, after.otpAttemptsLeft],
      ...[after.capturedAmount, after.reversedAmount, after.declineReason],
      ...[captured > 0 ? 'capture' : 'reversal', captured - reversed],
    ]);
    return changed.length > 0;
  }

  async findRefund(reference: string): Promise<Refund | undefined> {
    const [row] = await this.run<RefundRow>(FIND_REFUND, [reference]);
    return row && toRefund(row);
  }

  /** Undefined if the reference is in use, or less than the amount is left of the charge. */
  async takeRefund(request: RefundRequest, delayMs: number): Promise<Refund | undefined> {
    const { reference, chargeReference, merchantId, amount, currency } = request;
    const [row] = await this.run<RefundRow>(TAKE_REFUND, [
      ...[reference, chargeReference, merchantId, amount, currency, delayMs, bankReference('refund', reference)],
    ]);
    return row && toRefund(row);
  }

  async declineRefund(request: RefundRequest, reason: DeclineReason, delayMs: number): Promise<Refund | undefined> {
    const { reference, chargeReference, merchantId, amount, currency } = request;
    const [row] = await this.run<RefundRow>(REFUSE_REFUND, [
      ...[reference, chargeReference, merchantId, amount, currency, 'declined', delayMs, reason],
      bankReference('refund', reference),
    ]);
    return row && toRefund(row);
  }

  async closeRefund(reference: string): Promise<Refund | undefined> {
    const [row] = await this.run<RefundRow>(REFUSE_REFUND, [
      ...[reference, '', '', 0, '', 'cancelled', 0, null, bankReference('refund', reference)],
    ]);
    return row && toRefund(row);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async run<Row extends pg.QueryResultRow>({ name, text }: Statement, values: unknown[]): Promise<Row[]> {
    await this.ready();
    const prepared = this.options.preparedStatements ?? true;
    return (await this.pool.query<Row>(prepared ? { name, text, values } : { text, values })).rows;
  }
}
