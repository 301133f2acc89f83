import { Injectable, Logger } from '@nestjs/common';
import type { Approved, Surplus } from '../../acquiring/connectors/connector.js';
import { Connectors } from '../../acquiring/connectors/connectors.service.js';
import type { WithHints } from '../../messaging/events/events.sql.js';
import { Config } from '../../platform/config/config.module.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/ids.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import { Meters } from '../../platform/telemetry/meters.js';
import { RELEASE_CAPTURED, STORE_STATED } from './captured-charges.queries.js';
import { MAX_QUIET_SURPLUS_TRIES, retryDelayOf, surplusRetryMs } from './charge-times.js';
import { type LeasedCharge, refOf } from './leased-charge.js';
import { paymentFacts } from './payment-facts.js';
import { chargeHint } from './payment-hint.js';

/** The amounts are null if the payment is unchanged. */
interface Stored extends WithHints {
  disputed: number | null;
  elsewhere: number | null;
  disputedBefore: number | null;
  elsewhereBefore: number | null;
  /** A notification came while the acquirer was asked. */
  isDue: boolean | null;
}

/**
 * Asks about a captured charge that a notification has woken. A dispute, and a refund that others made, lower what can be
 * refunded. Nothing that was captured is changed by it.
 */
@Injectable()
export class CapturedCharges {
  private readonly logger = new Logger(CapturedCharges.name);

  constructor(
    private readonly database: Database,
    private readonly connectors: Connectors,
    private readonly queue: JobQueue,
    private readonly meters: Meters,
    private readonly config: Config,
  ) {}

  async check(charge: LeasedCharge): Promise<void> {
    const found = await (await this.connectors.at(charge)).findCharge(refOf(charge));
    if (found.outcome === 'approved' && found.captured > 0) return this.store(charge, found);
    if (found.outcome === 'pending' || found.outcome === 'unknown') {
      return this.release(charge, retryDelayOf(charge, found, this.config.BANK_TIMEOUT));
    }
    this.meters.differed('not_captured');
    const facts = { ...paymentFacts(charge), outcome: found.outcome };
    this.logger.error('the acquirer states that a captured charge is not captured', facts);
    await this.release(charge, null);
  }

  private async store(charge: LeasedCharge, { refunded, disputed, surplus }: Approved): Promise<void> {
    const { merchantId, id, fence, wakeSequence, surplusTries } = charge;
    const kept = surplus ? JSON.stringify(surplus.map(surplusRow)) : null;
    const retryMs = surplusRetryMs(surplusTries);
    const values = [merchantId, id, fence, wakeSequence, refunded, disputed, newId('evt'), kept, retryMs];
    const [stored] = await this.database.query<Stored>(STORE_STATED, values);
    if (!stored) return;
    this.queue.hint(...(stored.isDue ? [chargeHint(charge)] : []), ...stored.hints);
    if (surplus) this.reportSurplus(charge, surplus);
    const facts = { ...paymentFacts(charge), disputed: stored.disputed, refunded_elsewhere: stored.elsewhere };
    if (Number(stored.disputed) > Number(stored.disputedBefore)) {
      this.meters.differed('disputed');
      this.logger.warn('the acquirer withholds money of a captured charge because of a dispute', facts);
    }
    if (Number(stored.elsewhere) > Number(stored.elsewhereBefore)) {
      this.meters.differed('refunded_elsewhere');
      this.logger.warn('the acquirer has given money back that the gateway did not refund', facts);
    }
  }

  /** A refusal that repeats is reported, for an operator; a refund that is under way takes the acquirer days. */
  private reportSurplus(charge: LeasedCharge, surplus: readonly Surplus[]): void {
    const facts = { ...paymentFacts(charge), tries: charge.surplusTries + 1, surplus: surplus.map(surplusRow) };
    this.logger.warn('the shopper has paid twice: a further payment is not given back yet, and is tried again', facts);
    if (facts.tries < MAX_QUIET_SURPLUS_TRIES || surplus.every(({ isUnderWay }) => isUnderWay)) return;
    this.meters.differed('surplus_kept');
    this.logger.error('a further payment of a shopper cannot be given back: refund it at the acquirer', facts);
  }

  private async release({ merchantId, id, fence, wakeSequence }: LeasedCharge, delayMs: number | null): Promise<void> {
    await this.database.query(RELEASE_CAPTURED, [merchantId, id, fence, delayMs, wakeSequence]);
  }
}

/** As it is stored on the charge and shown. */
const surplusRow = ({ reference: connector_reference, amount, currency, description }: Surplus) => ({
  ...{ connector_reference, amount, currency, description },
});
