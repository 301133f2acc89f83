import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/database.js';
import type { Statement } from '../../platform/database/sql.js';
import { ERASED } from '../customers/customers.sql.js';
import { CustomersService, type Erasure } from '../customers/customers.service.js';
import * as sql from './erasure.queries.js';
import { redactedBody, redactedEvent } from './redacted-body.js';

/** Rows per transaction: a batch must not hold its locks for long. */
const BATCH = 100;

interface Objects {
  id: string;
  others?: string[];
}
interface StoredBody {
  body: string;
}

/**
 * Erases the copies of an erased customer's data, in this order: orders, payments, then what was rendered from them. A
 * payment takes the copy of its order under the order's lock, so no payment written after the orders holds data, and what
 * is rendered after the payments holds none. The search terms of a copy are deleted with it, and
 * the mailed receipts of a payment lose their recipient. Each batch is a transaction of its own; a pass that ends early is repeated from its beginning.
 */
@Injectable()
export class ErasureService implements BeforeApplicationShutdown {
  private readonly logger = new Logger(ErasureService.name);
  private running: Promise<void> = Promise.resolve();
  private waiting = 0;
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly customers: CustomersService,
  ) {}

  /** No more erasures are leased until these have ended, because a lease lasts a minute. */
  get isIdle(): boolean {
    return this.waiting === 0;
  }

  /** Erases one customer after another, beside the sweeps: a customer may have many orders. */
  start(erasures: readonly Erasure[]): void {
    for (const erasure of erasures) {
      this.waiting++;
      this.running = this.running
        .then(() => this.pass(erasure))
        .catch((error: Error) =>
          this.logger.warn(`the erasure of a customer failed and is repeated: ${error.message}`, {
            customer_id: erasure.id,
            merchant_id: erasure.merchantId,
          }),
        )
        .finally(() => this.waiting--);
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async pass(erasure: Erasure): Promise<void> {
    await this.customers.renewErasure(erasure);
    await this.inBatches(erasure, sql.ERASE_ORDERS, { holdScans: true });
    await this.inBatches(erasure, sql.ERASE_PAYMENTS, { holdScans: true });
    const redact = (objects: Objects[]) =>
      this.redact(erasure, [...new Set(objects.flatMap(({ id, others = [] }) => [id, ...others]))]);
    await this.inBatches(erasure, sql.OBJECTS_OF_ORDERS, { then: redact });
    await this.inBatches(erasure, sql.OBJECTS_OF_PAYMENTS, {
      then: async (payments) => {
        await this.database.query(sql.ERASE_MAILS, [erasure.merchantId, payments.map(({ id }) => id), ERASED]);
        await redact(payments);
      },
    });
    await redact([{ id: erasure.id }]);
    if (this.stopped) return;
    await this.customers.endErasurePass(erasure);
    this.logger.log('customer erased', { customer_id: erasure.id, merchant_id: erasure.merchantId });
  }

  /** Runs a statement for one batch after another, in the order of ids. */
  private async inBatches(
    erasure: Erasure,
    statement: Statement,
    { holdScans = false, then }: { holdScans?: boolean; then?: (objects: Objects[]) => Promise<void> },
  ): Promise<void> {
    let after = '';
    for (let more = true; more && !this.stopped;) {
      const values = [erasure.merchantId, erasure.id, after, BATCH];
      const objects = await this.database.transaction(async (tx) => {
        if (holdScans) await tx.query(sql.HOLD_SEARCH_SCANS);
        return tx.query<Objects>(statement, values);
      });
      await then?.(objects);
      await this.customers.renewErasure(erasure);
      after = objects.at(-1)?.id ?? after;
      more = objects.length === BATCH;
    }
  }

  /** The events and stored responses of these objects, and what receivers have returned. */
  private async redact({ merchantId, id: customerId }: Erasure, objects: string[]): Promise<void> {
    let event = '';
    const events = (tx: Tx) =>
      replaceAll<StoredBody & { id: string }>(tx, sql.EVENTS, sql.REPLACE_EVENTS, {
        values: [merchantId, objects, event, BATCH, customerId],
        redacted: (body) => redactedEvent(body, customerId),
      });
    for (let more = true; more && !this.stopped;) {
      const found = await this.database.transaction(async (tx) => {
        const rows = await events(tx);
        if (rows.length > 0) await tx.query(sql.ERASE_RECEIVED, [merchantId, rows.map(({ id }) => id), ERASED]);
        return rows;
      });
      event = found.at(-1)?.id ?? event;
      more = found.length === BATCH;
    }
    let [scope, key] = ['', ''];
    for (let more = true; more && !this.stopped;) {
      const found = await this.database.transaction((tx) =>
        replaceAll<StoredBody & { scope: string; key: string }>(tx, sql.RESPONSES, sql.REPLACE_RESPONSES, {
          values: [merchantId, objects, scope, key, BATCH],
          redacted: (body) => redactedBody(body, customerId),
        }),
      );
      ({ scope, key } = found.at(-1) ?? { scope, key });
      more = found.length === BATCH;
    }
  }
}

/** Replaces the bodies that hold data. Returns all rows that were read. */
async function replaceAll<Row extends StoredBody>(
  tx: Tx,
  read: Statement,
  write: Statement,
  { values, redacted }: { values: unknown[]; redacted: (body: string) => string | null },
): Promise<Row[]> {
  const rows = await tx.query<Row>(read, values);
  const changed = rows.flatMap((row) => {
    const body = redacted(row.body);
    return body === null ? [] : [{ ...row, body }];
  });
  if (changed.length > 0) await tx.query(write, [values[0], JSON.stringify(changed)]);
  return rows;
}
