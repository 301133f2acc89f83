import { Injectable, Logger } from '@nestjs/common';
import type { Approved, Connector, ReverseResult } from '../../acquiring/connectors/connector.js';
import { Connectors } from '../../acquiring/connectors/connectors.service.js';
import { Config } from '../../platform/config/config.module.js';
import { Database } from '../../platform/database/database.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import { Meters } from '../../platform/telemetry/meters.js';
import { ChargeLeases } from './charge-leases.service.js';
import { nextWatchMs, retryDelayOf } from './charge-times.js';
import { type LeasedCharge, refOf } from './leased-charge.js';
import { paymentFacts } from './payment-facts.js';
import { chargeHint } from './payment-hint.js';
import { RECORD_REVERSAL, RELEASE, REQUEST_REVERSAL } from './reversals.queries.js';

/** A reversal that the acquirer declined, for example because the account's balance is empty, is tried again every day. */
const DECLINED_RETRY_MS = 86_400_000;

/**
 * Reverses a charge that the acquirer approved although its payment has ended otherwise, or with another amount than was
 * asked for. Retries until it is reversed. A captured charge never gets here: only a closed charge is watched, and only an
 * approval that cannot be recorded reverses an open one.
 */
@Injectable()
export class ReversalsService {
  private readonly logger = new Logger(ReversalsService.name);

  constructor(
    private readonly database: Database,
    private readonly connectors: Connectors,
    private readonly leases: ChargeLeases,
    private readonly queue: JobQueue,
    private readonly meters: Meters,
    private readonly config: Config,
  ) {}

  /** Carries out the reversal that was requested on the charge. */
  async reverse(charge: LeasedCharge): Promise<void> {
    const { merchantId, id, fence } = charge;
    const result = await this.reversed(await this.connectors.at(charge), charge);
    if (result.outcome === 'cancelled') {
      await this.database.query(RECORD_REVERSAL, [merchantId, id, fence]);
    } else if (result.outcome === 'declined') {
      this.meters.differed('reversal_declined');
      const facts = { ...paymentFacts(charge), reason: result.reason };
      this.logger.error('the acquirer declined to give a late approval back: it is tried again every day', facts);
      await this.release(charge, DECLINED_RETRY_MS, true);
    } else {
      const isAnswered = result.outcome === 'pending' || (result.answered === true && result.refused !== true);
      await this.release(charge, retryDelayOf(charge, result, this.config.BANK_TIMEOUT), isAnswered);
    }
  }

  /** Asks whether the acquirer has approved a charge that was closed without a proof. */
  async checkLateApproval(charge: LeasedCharge): Promise<void> {
    const found = await (await this.connectors.at(charge)).findCharge(refOf(charge));
    switch (found.outcome) {
      case 'approved':
        return this.request(charge, found);
      case 'declined':
        return this.release(charge, null);
      case 'pending':
      case 'unknown':
        return this.release(charge, retryDelayOf(charge, found, this.config.BANK_TIMEOUT));
      case 'cancelled':
        return this.release(charge, found.proven ? null : nextWatchOf(charge));
      default:
        return this.release(charge, nextWatchOf(charge));
    }
  }

  /** After a response that did not tell its outcome, finds out first, and sends again under another key. */
  private async reversed(connector: Connector, charge: LeasedCharge): Promise<ReverseResult> {
    if (!charge.answered) return connector.reverse(refOf(charge));
    const found = await connector.findCharge(refOf(charge));
    if (found.outcome === 'cancelled' || found.outcome === 'unknown') return found;
    const renewed = await this.leases.nextKey(charge);
    return renewed ? connector.reverse(refOf(renewed)) : { outcome: 'unknown' };
  }

  /** Stores the request to reverse; the charge's next job carries it out. */
  private async request(charge: LeasedCharge, { connectorReference, amount, currency, captured }: Approved) {
    const { merchantId, id, fence } = charge;
    const values = [merchantId, id, fence, connectorReference, amount, currency, captured];
    const requested = await this.database.query(REQUEST_REVERSAL, values);
    if (requested.length > 0) this.queue.hint(chargeHint(charge));
  }

  /** Ends the lease. Null: nothing more is due. */
  private async release(charge: LeasedCharge, delayMs: number | null, isAnswered = false): Promise<void> {
    const { merchantId, id, fence, wakeSequence } = charge;
    const values = [merchantId, id, fence, delayMs, wakeSequence, isAnswered];
    const [released] = await this.database.query<{ isWoken: boolean }>(RELEASE, values);
    if (released?.isWoken) this.queue.hint(chargeHint(charge));
  }
}

const nextWatchOf = ({ endedMs, watchLeftMs }: LeasedCharge) => nextWatchMs(endedMs ?? 0, watchLeftMs ?? 0);
