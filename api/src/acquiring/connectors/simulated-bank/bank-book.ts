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
  /** No statement, and no wait for a connection, takes longer than the caller would listen. */
  readonly timeoutMs: number;
  /** False sends the statements unnamed, and no limits of a session (PG_PREPARED=off). */
  readonly preparedStatements?: boolean;
}

/** The bank's memory: a pool and a schema of its own, never the gateway's transaction. */
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
    // An idle connection that dies is replaced by the next call; unheard, this event would end the process.
    this.pool.on('error', () => undefined);
  }

  /** Creates what is missing of the schema: the migration's part, whose role may do that. */
  async prepare(): Promise<void> {
    await this.pool.query(CREATE_SCHEMA);
  }

  /** That the schema is there; created if not. Once per process; a failed attempt is made again by the next call. */
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

  /** Enters a new charge, or gives back the one that has this reference already. */
  async openCharge(charge: Charge): Promise<Charge> {
    const { reference, merchantId, amount, currency, capture, instrument, outcome, status } = charge;
    const [row] = await this.run<ChargeRow>(OPEN_CHARGE, [
      ...[reference, merchantId, amount, currency, capture, instrument, outcome, status, charge.readyInMs],
      ...[charge.otpAttemptsLeft, charge.capturedAmount, charge.connectorReference, charge.declineReason],
    ]);
    if (!row) throw new Error('The upsert of a charge gave no row back');
    return toCharge(row);
  }

  /** False when the charge came first. */
  async closeCharge(reference: string): Promise<boolean> {
    return (await this.run(CLOSE_CHARGE, [reference, bankReference('charge', reference)])).length > 0;
  }

  /** False when somebody else changed the charge since `before` was read. */
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

  /** Nothing when the reference is taken, or the charge no longer has that much. */
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
