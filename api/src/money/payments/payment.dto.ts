import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { CARD_NETWORKS, type CardNetwork } from '@payment-gateway/sdk/validators';
import type { Mode } from '../../accounts/access/permissions.js';
import { errorReason, PAYMENT_DECLINES, type PaymentDecline } from '../../acquiring/connectors/decline-reasons.js';
import { OffsetPageDto } from '../../platform/http/page.dto.js';
import { statesOf } from '../../platform/state-machine.js';
import { amount, notes, text, time } from '../../platform/validation/documented.js';
import { CustomerCopyDto, customerOrNull } from '../customers/customer.dto.js';
import {
  type MoneyState,
  MONEY_STATES,
  PAYMENT_TRANSITIONS,
  type PaymentStatus,
  type Shown,
  shown,
  type Stage,
  STAGES,
} from './payment.states.js';

export const PAYMENT_STATUSES = shown(statesOf(PAYMENT_TRANSITIONS));
export const METHODS = ['upi', 'card'] as const;
export type Method = (typeof METHODS)[number];
const FLOWS = ['collect', 'intent', 'redirect'] as const;

const method = { type: 'string', nullable: true, example: 'upi' } as const;
const flow = { enum: [...FLOWS, null], type: 'string', nullable: true, example: 'collect' } as const;
const NETWORKS = [...Object.keys(CARD_NETWORKS), 'unknown'];

/** The shopper's next step: type the OTP from the bank. */
export class OtpActionDto {
  @ApiProperty({ enum: ['otp'] })
  type: 'otp';
  /** Tries that remain; the last wrong one fails the payment. */
  @ApiProperty({ type: 'integer', example: 3 })
  attempts_left: number;
  @ApiProperty(time)
  expires_at: string;
}

/** The shopper's next step: approve in a UPI app. */
export class UpiApproveActionDto {
  @ApiProperty({ enum: ['upi_approve'] })
  type: 'upi_approve';
  /** Opens any UPI app; also what a QR code shows. */
  @ApiProperty({ example: 'upi://pay?pa=…' })
  upi_link: string;
  @ApiProperty(time)
  expires_at: string;
}

/** The shopper's next step: go to a page of the acquirer, to pay there or to confirm a card payment. */
export class RedirectActionDto {
  @ApiProperty({ enum: ['redirect'] })
  type: 'redirect';
  /** Open it in the shopper's whole window: pages of acquirers refuse to be framed. */
  @ApiProperty({ example: 'https://pay.acquirer.example/p/…' })
  url: string;
  @ApiProperty(time)
  expires_at: string;
}

const nextAction = {
  oneOf: [
    ...[OtpActionDto, UpiApproveActionDto, RedirectActionDto].map((dto) => ({ $ref: getSchemaPath(dto) })),
    { type: 'null' },
  ],
} as object;

const stage = { enum: [...STAGES, null], type: 'string', nullable: true, example: null } as const;

@ApiExtraModels(CustomerCopyDto, OtpActionDto, UpiApproveActionDto, RedirectActionDto)
export class PaymentDto {
  @ApiProperty({ example: 'pay_0V6bT1zq8KJh3mPd' })
  id: string;
  @ApiProperty({ example: 'order_0V6bT1zq8KJh3mPd' })
  order_id: string;
  /** The payment link that opened the order; null for other orders. */
  @ApiProperty({ ...text, example: null })
  payment_link_id: string | null;
  @ApiProperty({ enum: ['test', 'live'] })
  mode: Mode;
  /** The payment's own counter, which also advances with `stage`: drop what is older than what you have. */
  @ApiProperty({ type: 'integer', example: 3 })
  version: number;
  /** The order's amount, in the currency's minor unit. */
  @ApiProperty({ ...amount, example: 50000 })
  amount: number;
  /** What was taken; less than `amount` after a partial capture. */
  @ApiProperty({ ...amount, example: 50000 })
  amount_captured: number;
  /** Refunds pending, processing and processed; never more than was captured. */
  @ApiProperty({ ...amount, example: 0 })
  amount_refunded: number;
  /** Withheld by the acquirer because the shopper disputes the payment. It cannot be refunded meanwhile. */
  @ApiProperty({ ...amount, example: 0 })
  amount_disputed: number;
  /** What the acquirer has given back without this gateway, for example from its own dashboard. */
  @ApiProperty({ ...amount, example: 0 })
  amount_refunded_elsewhere: number;
  @ApiProperty({ example: 'INR' })
  currency: string;
  /** The order's, unless the payment has its own. */
  @ApiProperty({ ...text, example: 'Two T-shirts' })
  description: string | null;
  /** The order's, unless the payment has its own; null if none was given. */
  @ApiProperty(customerOrNull())
  customer: CustomerCopyDto | null;
  /** The payment's own; those of its order are in the order. */
  @ApiProperty({ ...notes, example: {} })
  notes: Record<string, unknown>;
  /**
   * `upi`, `card`, or what the acquirer's page tells, e.g. `netbanking` or `wallet`. Null on such a page until the shopper
   * has paid. More values may be added.
   */
  @ApiProperty(method)
  method: string | null;
  /**
   * `redirect`: on a page of the acquirer. UPI: `collect` sends a request to the shopper's address, `intent` opens any UPI
   * app. Null for a card.
   */
  @ApiProperty(flow)
  flow: (typeof FLOWS)[number] | null;
  @ApiProperty({ ...text, example: 'success@upi' })
  vpa: string | null;
  @ApiProperty({ enum: [...NETWORKS, null], type: 'string', nullable: true, example: null })
  card_network: CardNetwork | null;
  @ApiProperty(text)
  card_last4: string | null;
  /** `pending` until the outcome is known, or the shopper has to act. `success`: the bank approved, captured or not. */
  @ApiProperty({ enum: PAYMENT_STATUSES })
  status: Shown<PaymentStatus>;
  /** Of a pending payment: `accepted` by the gateway, or `at_bank` for its decision. Null in every other status. */
  @ApiProperty(stage)
  stage: Stage | null;
  /** True once the money was taken. */
  captured: boolean;
  /**
   * What has become of the money: `action_needed` from the shopper, `authorized` is held and not taken, `paid` is captured.
   * `partly_refunded` and `refunded` count refunds from their acceptance on, and what was refunded outside of the gateway.
   */
  @ApiProperty({ enum: MONEY_STATES })
  money_state: MoneyState;
  /** True while the bank has approved it and it is neither captured nor cancelled: the money is held, not taken. */
  authorized: boolean;
  @ApiProperty({ enum: ['automatic', 'manual'] })
  capture: 'automatic' | 'manual';
  @ApiProperty(nextAction)
  next_action: OtpActionDto | UpiApproveActionDto | RedirectActionDto | null;
  /** `PAYMENT_FAILED` if the bank declined it or did not respond. */
  @ApiProperty(text)
  error_code: string | null;
  /** Why it failed, for programs, e.g. `insufficient_funds`. More reasons may be added. */
  @ApiProperty(errorReason(PAYMENT_DECLINES))
  error_reason: PaymentDecline | null;
  /** In words for the shopper. */
  @ApiProperty(text)
  error_description: string | null;
  @ApiProperty({ example: 'simulated' })
  connector: string;
  /** The bank's own number for it. */
  @ApiProperty(text)
  connector_reference: string | null;
  @ApiProperty({ ...time, nullable: true })
  captured_at: string | null;
  /** An authorisation not captured by then is voided. */
  @ApiProperty({ ...time, nullable: true })
  capture_before: string | null;
  @ApiProperty({ ...time, nullable: true })
  cancelled_at: string | null;
  @ApiProperty(time)
  created_at: string;
  @ApiProperty(time)
  updated_at: string;
}

/** What the shopper may see of a payment. */
@ApiExtraModels(OtpActionDto, UpiApproveActionDto, RedirectActionDto)
export class PublicPaymentDto {
  id: string;
  order_id: string;
  /** In the currency's minor unit. */
  @ApiProperty(amount)
  amount: number;
  currency: string;
  /**
   * `upi`, `card`, or what the acquirer's page tells, e.g. `netbanking` or `wallet`. Null on such a page until the shopper
   * has paid. More values may be added.
   */
  @ApiProperty(method)
  method: string | null;
  /**
   * `redirect`: on a page of the acquirer. UPI: `collect` sends a request to the shopper's address, `intent` opens any UPI
   * app. Null for a card.
   */
  @ApiProperty(flow)
  flow: (typeof FLOWS)[number] | null;
  /** `pending` until the outcome is known, or the shopper has to act. */
  @ApiProperty({ enum: PAYMENT_STATUSES })
  status: Shown<PaymentStatus>;
  /** Of a pending payment: `accepted` by the gateway, or `at_bank` for its decision. Null in every other status. */
  @ApiProperty(stage)
  stage: Stage | null;
  /** True while the bank has approved it and it is neither captured nor cancelled: the money is held, not taken. */
  authorized: boolean;
  @ApiProperty(nextAction)
  next_action: OtpActionDto | UpiApproveActionDto | RedirectActionDto | null;
  /** Why it failed, e.g. `insufficient_funds`: what a checkout in another language goes by. */
  @ApiProperty(errorReason(PAYMENT_DECLINES))
  error_reason: PaymentDecline | null;
  @ApiProperty(text)
  error_description: string | null;
}

const OTHER_PAGES = ['offered', 'requested'] as const;
export type OtherPage = (typeof OTHER_PAGES)[number];

/** The same with what the shopper pays with, and can do about an open page. */
export class PublicPaymentDetailDto extends PublicPaymentDto {
  /**
   * Of an open page: `offered` if the page of another acquirer can be asked for (`/public/elsewhere`), `requested` while
   * the open one is being closed for that. Otherwise null.
   */
  @ApiProperty({ enum: [...OTHER_PAGES, null], type: 'string', nullable: true, example: 'offered' })
  other_page: OtherPage | null;
  /**
   * What the shopper pays with, masked: `visa •••• 1111`, `as•••@upi`. Null if it is not known, and from a day after the
   * payment's creation.
   */
  @ApiProperty({ ...text, example: 'as•••@upi' })
  instrument: string | null;
}

/** What the shopper sees of the payment just made: with the instrument that was sent. */
export class NewPublicPaymentDto extends PublicPaymentDto {
  @ApiProperty({ ...text, example: 'success@upi' })
  vpa: string | null;
  @ApiProperty({ enum: [...NETWORKS, null], type: 'string', nullable: true, example: null })
  card_network: CardNetwork | null;
  @ApiProperty(text)
  card_last4: string | null;
  @ApiProperty(time)
  created_at: string;
}

export class PaymentPageDto extends OffsetPageDto {
  @ApiProperty({ type: [PaymentDto] })
  data: PaymentDto[];
}
