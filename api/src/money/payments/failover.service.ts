import { Injectable, Logger } from '@nestjs/common';
import type { Decision } from '../../acquiring/routing/choose-account.js';
import { isRetriedElsewhere } from '../../acquiring/routing/decline-classes.js';
import { routeOf } from '../../acquiring/routing/route.js';
import type { MerchantRouting, RoutedPayment } from '../../acquiring/routing/routed-payment.js';
import { Router } from '../../acquiring/routing/router.service.js';
import type { WithHints } from '../../messaging/events/events.sql.js';
import { Config } from '../../platform/config/config.module.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/ids.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import { Meters } from '../../platform/telemetry/meters.js';
import { ChargeLeases } from './charge-leases.service.js';
import { MAX_CHARGES, type MoveCause, moveCause } from './failover.js';
import { FACTS, MOVE } from './failover.queries.js';
import type { LeasedCharge, NextState } from './leased-charge.js';
import { paymentFacts } from './payment-facts.js';

interface Facts extends RoutedPayment {
  tried: string[] | null;
  isInTime: boolean;
  routing: MerchantRouting;
}

/** Moves payments to their next account. */
@Injectable()
export class Failover {
  private readonly logger = new Logger(Failover.name);

  constructor(
    private readonly database: Database,
    private readonly router: Router,
    private readonly leases: ChargeLeases,
    private readonly queue: JobQueue,
    private readonly meters: Meters,
    private readonly config: Config,
  ) {}

  /**
   * Ends the charge and opens the payment's next one, leased. Undefined if the payment does not move: then the outcome is
   * recorded as it is.
   */
  async move(charge: LeasedCharge, next: NextState): Promise<LeasedCharge | undefined> {
    const cause = charge.isOnly ? null : moveCause(charge, next);
    const decision = cause && (await this.nextAccount(charge, next, cause));
    if (!cause || !decision?.account) return undefined;
    const [moved] = await this.database.query<LeasedCharge & WithHints>(MOVE, [
      JSON.stringify({
        ...endOf(cause, next),
        ...{ merchant_id: charge.merchantId, id: charge.paymentId, charge_id: charge.id, fence: charge.fence },
        ...{ wake_seq: charge.wakeSequence, provider_id: next.connectorReference, ids: next.ids ?? [] },
        ...{ next_charge_id: newId('chg'), account_id: decision.account.id, route: routeOf(decision) },
        ...{ lease_ms: this.leases.leaseMs, page_ms: this.leases.pageMs, deadline_ms: this.config.ROUTING_DEADLINE },
        ...{ max_charges: MAX_CHARGES, event_id: newId('evt') },
      }),
    ]);
    if (!moved) return undefined;
    this.queue.hint(...moved.hints);
    this.meters.failovers.inc({ because: cause });
    const to = { next_charge_id: moved.id, next_account_id: moved.accountId };
    this.logger.log('a payment moves to its next connection', { ...paymentFacts(charge), because: cause, ...to });
    return moved;
  }

  /** True if a page of another account could be made for the payment now. */
  async hasNext(merchantId: string, paymentId: string): Promise<boolean> {
    const facts = await this.factsOf(merchantId, paymentId);
    return facts !== undefined && isUsable(this.router.preview(facts.routing, facts, facts.tried ?? []));
  }

  /** Null if the payment does not move. One that is passed over is no better than the account that the payment has. */
  private async nextAccount(charge: LeasedCharge, next: NextState, cause: MoveCause): Promise<Decision | null> {
    const facts = await this.factsOf(charge.merchantId, charge.paymentId);
    if (!facts) return null;
    const { routing, tried } = facts;
    if (cause === 'declined' && !isRetriedElsewhere(routing.retryElsewhere, next.error?.reason ?? '')) return null;
    const how = { tried: tried ?? [], trialMs: this.leases.leaseMs };
    const decision = await this.router.choose(charge.merchantId, routing, facts, how);
    return isUsable(decision) ? decision : null;
  }

  /** Undefined if the payment has used up its time or its charges. */
  private async factsOf(merchantId: string, paymentId: string): Promise<Facts | undefined> {
    const values = [merchantId, paymentId, this.config.ROUTING_DEADLINE];
    const [facts] = await this.database.query<Facts>(FACTS, values);
    return facts?.isInTime && (facts.tried ?? []).length < MAX_CHARGES ? facts : undefined;
  }
}

const isUsable = ({ account, choice }: Decision): boolean => account !== null && choice !== 'best_of_passed_over';

/** How the charge that did not take the payment is recorded. */
function endOf(cause: MoveCause, { charge, error }: NextState) {
  switch (cause) {
    case 'not_prepared':
      return {
        charge_status: 'failed',
        error_reason: error?.reason ?? 'bank_timeout',
        error_description: error?.description ?? 'The acquirer did not make its page. Nothing was charged.',
      };
    case 'declined':
      return { charge_status: charge, error_reason: error?.reason, error_description: error?.description };
    case 'left':
      return { charge_status: 'closed', error_description: 'The shopper asked for another page.' };
  }
}
