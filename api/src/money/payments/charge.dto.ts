import { ApiProperty } from '@nestjs/swagger';
import { errorReason, PAYMENT_DECLINES, type PaymentDecline } from '../../acquiring/connectors/decline-reasons.js';
import { ROUTE_REASONS } from '../../acquiring/routing/routing.dto.js';
import { statesOf } from '../../platform/state-machine.js';
import { amount, text, time } from '../../platform/validation/documented.js';
import { CHARGE_TRANSITIONS, type ChargeStatus } from './charge.states.js';

const ROUTING_EXAMPLE = {
  ...{ reason: 'rule', rule: 'Large card payments', passed: [] },
  description: 'The first connection of the rule Large card payments that fits.',
};

export class ChargeDto {
  /** The gateway's reference at the acquirer. */
  @ApiProperty({ example: 'chg_0V6bT1zq8KJh3mPd' })
  id: string;
  /** The connection that it was made at. Null for a payment of a version before charges. */
  @ApiProperty({ ...text, example: 'ca_0V6bT1zq8KJh3mPd' })
  account_id: string | null;
  @ApiProperty({ ...text, example: 'Simulated acquirer' })
  account_label: string | null;
  @ApiProperty({ example: 'simulated' })
  connector: string;
  /**
   * `open` until the acquirer decides. `failed`: it takes no money. `closed`: cancelled or expired; it is watched for a
   * late approval. `reversing`, `reversed`: approved although the payment had ended otherwise; the money goes back.
   */
  @ApiProperty({ enum: statesOf(CHARGE_TRANSITIONS) })
  status: ChargeStatus;
  /** What the acquirer was asked for, in the currency's minor unit. */
  @ApiProperty({ ...amount, example: 50000 })
  amount: number;
  /** What the acquirer took, in the currency's minor unit, before refunds. */
  @ApiProperty({ ...amount, example: 50000 })
  amount_captured: number;
  @ApiProperty({ example: 'INR' })
  currency: string;
  /** Why it failed, for programs. More reasons may be added. */
  @ApiProperty(errorReason(PAYMENT_DECLINES))
  error_reason: PaymentDecline | null;
  @ApiProperty(text)
  error_description: string | null;
  /** The acquirer's own id. */
  @ApiProperty(text)
  connector_reference: string | null;
  /** Further payments of the shopper on the same page, which are not given back yet. They are tried again until they are. */
  @ApiProperty({ type: () => [SurplusPaymentDto] })
  surplus: SurplusPaymentDto[];
  /** Why it was made at this connection. Null for one that was made before there were rules. */
  @ApiProperty({ type: () => ChargeRoutingDto, nullable: true, example: ROUTING_EXAMPLE })
  routing: ChargeRoutingDto | null;
  @ApiProperty(time)
  created_at: string;
  /** When the acquirer's decision was recorded. */
  @ApiProperty({ ...time, nullable: true })
  ended_at: string | null;
}

export class SurplusPaymentDto {
  /** The acquirer's own id. */
  @ApiProperty({ example: 'pay_29QQoUBi66xm2f' })
  connector_reference: string;
  @ApiProperty({ ...amount, example: 50000 })
  amount: number;
  @ApiProperty({ example: 'INR' })
  currency: string;
  /** Why it is not given back yet. */
  @ApiProperty({ example: 'Your account does not have enough balance' })
  description: string;
}

export class PassedConnectionDto {
  @ApiProperty({ example: 'ca_0V6bT1zq8KJh3mPd' })
  account_id: string;
  /** As of `GET /api/v1/routing-rules/explain`. */
  @ApiProperty({ example: 'passed_over' })
  reason: string;
}

export class ChargeRoutingDto {
  /**
   * `only`, `priority`, `rule`: the first that fits. `next`: another one did not take the payment. `trial`: it had been
   * passed over, and was tried again. `best_of_passed_over`: all that fit are passed over.
   */
  @ApiProperty({ enum: ROUTE_REASONS })
  reason: (typeof ROUTE_REASONS)[number];
  /** The name of the rule; null: the accounts were tried in the order of their priority. */
  @ApiProperty({ ...text, example: 'Large card payments' })
  rule: string | null;
  @ApiProperty({ example: 'The first connection of the rule Large card payments that fits.' })
  description: string;
  /** The connections that were not chosen, with the reason. */
  @ApiProperty({ type: [PassedConnectionDto] })
  passed: PassedConnectionDto[];
}

export class ChargeListDto {
  @ApiProperty({ type: [ChargeDto] })
  data: ChargeDto[];
}
