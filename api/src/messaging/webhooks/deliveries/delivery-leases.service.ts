import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.module.js';
import { BatchedWrites } from '../../../platform/database/batched-writes.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import { DUE, HAND_BACK, LEASE, LEASE_NEXT } from './deliveries.queries.js';
import type { LeasedDelivery } from './delivery.js';

/**
 * Time beyond WEBHOOK_TIMEOUT in which a worker records its attempt. After it another worker takes the delivery over.
 */
const LEASE_MARGIN_MS = 5_000;

interface LeaseRow {
  merchant_id: string;
  id: string;
  lease_ms: number;
}
type SlotRow = LeaseRow & { endpoint_id: string };

/** Gives a due delivery to one worker at a time, for the longest time that an attempt takes. */
@Injectable()
export class DeliveryLeases {
  private readonly leases: BatchedWrites<LeaseRow, LeasedDelivery>;
  private readonly nextLeases: BatchedWrites<SlotRow, LeasedDelivery>;
  private readonly leaseMs: number;
  private slots = 0;

  constructor(
    private readonly database: Database,
    config: Config,
  ) {
    this.leases = new BatchedWrites(database, LEASE);
    this.nextLeases = new BatchedWrites(database, LEASE_NEXT);
    this.leaseMs = config.WEBHOOK_TIMEOUT + LEASE_MARGIN_MS;
  }

  /** Undefined if the delivery is not due, or another worker has it. */
  take(merchantId: string, deliveryId: string): Promise<LeasedDelivery | undefined> {
    return this.leases.write({ merchant_id: merchantId, lease_ms: this.leaseMs, id: deliveryId });
  }

  /** Takes the endpoint's delivery that has been due longest. Undefined if none is due. */
  takeNext(merchantId: string, endpointId: string): Promise<LeasedDelivery | undefined> {
    const id = String(this.slots++);
    return this.nextLeases.write({ merchant_id: merchantId, lease_ms: this.leaseMs, endpoint_id: endpointId, id });
  }

  /** Ends the lease without an attempt: the delivery is due again at once. */
  async handBack({ merchantId, deliveryId, fence }: LeasedDelivery): Promise<void> {
    await this.database.query(HAND_BACK, [merchantId, deliveryId, fence]);
  }

  /** Deliveries that have been due for `graceMs`: their hint was lost. */
  due(tx: Tx, limit: number, graceMs: number): Promise<{ merchantId: string; id: string; endpointId: string }[]> {
    return tx.query(DUE, [limit, graceMs]);
  }
}
