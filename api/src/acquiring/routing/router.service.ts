import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '../../platform/database/database.js';
import { Connectors } from '../connectors/connectors.service.js';
import { chooseAccount, type Decision, healthKey } from './choose-account.js';
import { type PayableMethod, payableMethods, type PayableOrder } from './payable-methods.js';
import type { MerchantRouting, RoutedPayment } from './routed-payment.js';
import { BEGIN_TRIAL, LOAD } from './routing.queries.js';

/** Chooses the account that takes a payment. */
@Injectable()
export class Router {
  constructor(
    private readonly database: Database,
    private readonly connectors: Connectors,
  ) {}

  async load(merchantId: string, database: Queryable = this.database): Promise<MerchantRouting> {
    const [row] = await database.query<{ routing: MerchantRouting }>(LOAD, [merchantId]);
    if (!row) throw new Error('Routing was not read');
    return row.routing;
  }

  /** The methods that an order can be paid by, and how. */
  payableMethods(order: PayableOrder): PayableMethod[] {
    return payableMethods(order, (connector) => this.connectors.sheetOf(connector));
  }

  /** The decision with what is known now. Nothing is written. */
  preview(routing: MerchantRouting, payment: RoutedPayment, tried: readonly string[] = [], mayTry = true): Decision {
    return chooseAccount(routing, payment, {
      sheetOf: (connector) => this.connectors.sheetOf(connector),
      tried,
      mayTry,
    });
  }

  /**
   * The same for a payment that is sent now: one payment tries an account that was passed over for long enough, and the
   * others go on passing it over. The trial ends by itself after `trialMs`.
   */
  async choose(
    merchantId: string,
    routing: MerchantRouting,
    payment: RoutedPayment,
    { tried = [], trialMs }: { tried?: readonly string[]; trialMs: number },
  ): Promise<Decision> {
    const decision = this.preview(routing, payment, tried);
    if (decision.choice !== 'trial' || !decision.account) return decision;
    const begun = await this.database.query(BEGIN_TRIAL, [
      ...[merchantId, decision.account.id, healthKey(payment), trialMs],
    ]);
    return begun.length > 0 ? decision : this.preview(routing, payment, tried, false);
  }
}
