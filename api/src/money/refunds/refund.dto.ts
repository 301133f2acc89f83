import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, ValidateIf } from 'class-validator';
import type { Mode } from '../../accounts/access/permissions.js';
import { errorReason, REFUND_DECLINES, type RefundDecline } from '../../acquiring/connectors/decline-reasons.js';
import { OffsetPageDto, SortQueryDto } from '../../platform/http/page.dto.js';
import { statesOf } from '../../platform/state-machine.js';
import { Loggable } from '../../platform/telemetry/loggable.js';
import { amount as anyAmount, notes, text, time } from '../../platform/validation/documented.js';
import { QueryStatus } from '../../platform/validation/query.js';
import { IsNotes, IsPartialAmount, IsText } from '../../platform/validation/validators.js';
import { PaymentDto } from '../payments/payment.dto.js';
import { type Shown, shown, type Stage, STAGES } from '../payments/payment.states.js';
import { REFUND_TRANSITIONS, type RefundStatus } from './refund.states.js';

const STATUSES = shown(statesOf(REFUND_TRANSITIONS));
const EXPANSIONS = ['payment'] as const;
const amount = { ...anyAmount, minimum: 1 } as const;

class RefundInputDto {
  /** The merchant's own words, at most 255 characters. */
  @ApiProperty({ required: false, example: 'Goods returned' })
  @IsOptional()
  @IsText(255)
  @Loggable()
  reason?: string;

  /** Any JSON object, kept as it was sent: at most 20 levels deep, 64 kB with the rest of the body. No card numbers. */
  @ApiProperty({ ...notes, required: false, example: { return_note: 'RN-17' } })
  @IsOptional()
  @IsNotes()
  @Loggable()
  notes?: Record<string, unknown>;
}

/** Of the payment in the path: the amount must be named, so that a body that lost it refunds nothing. */
export class RefundPaymentDto extends RefundInputDto {
  /** In the currency's minor unit: at least 1, at most what is left. */
  @ApiProperty({ ...amount, example: 20000 })
  @IsPartialAmount('Refund amount must be at least 1')
  @Loggable()
  amount: number;
}

export class CreateRefundDto extends RefundInputDto {
  @ApiProperty({ example: 'pay_0V6bT1zq8KJh3mPd' })
  @IsText(64)
  @Loggable()
  payment_id: string;

  /** In the currency's minor unit: at least 1, at most what is left. If it is absent, all that is left is refunded. */
  @ApiProperty({ ...amount, required: false, example: 20000 })
  @IsOptional()
  @IsPartialAmount('Refund amount must be at least 1')
  @Loggable()
  amount?: number;

  /** The same as the Idempotency-Key header; when both are given they must agree. */
  @ApiProperty({ required: false, minLength: 1, maxLength: 255 })
  @IsOptional()
  @IsText(255)
  idempotency_key?: string;
}

export class UpdateRefundDto {
  /** Replaces all notes; `{}` removes them. */
  @ApiProperty({ ...notes, required: false, example: { return_note: 'RN-17' } })
  @ValidateIf((_, value) => value !== undefined)
  @IsNotes()
  @Loggable()
  notes?: Record<string, unknown>;
}

export class RefundDto {
  @ApiProperty({ example: 'rfnd_0V6bT1zq8KJh3mPd' })
  id: string;
  payment_id: string;
  order_id: string;
  @ApiProperty({ enum: ['test', 'live'] })
  mode: Mode;
  /** The refund's own counter, which also advances with `stage`: drop what is older than what you have. */
  @ApiProperty({ type: 'integer', example: 1 })
  version: number;
  /** In the currency's minor unit. */
  @ApiProperty({ ...amount, example: 20000 })
  amount: number;
  @ApiProperty({ example: 'INR' })
  currency: string;
  @ApiProperty(text)
  reason: string | null;
  @ApiProperty({ ...notes, example: {} })
  notes: Record<string, unknown>;
  /** `pending` until the outcome is known. */
  @ApiProperty({ enum: STATUSES })
  status: Shown<RefundStatus>;
  /** Of a pending refund: `accepted` by the gateway, or `at_bank` for its decision. Null in every other status. */
  @ApiProperty({ enum: [...STAGES, null], type: 'string', nullable: true, example: null })
  stage: Stage | null;
  /** `REFUND_FAILED` if the bank declined it or did not respond; the amount is then available again. */
  @ApiProperty(text)
  error_code: string | null;
  /** Why it failed, for programs. More reasons may be added. */
  @ApiProperty(errorReason(REFUND_DECLINES))
  error_reason: RefundDecline | null;
  @ApiProperty(text)
  error_description: string | null;
  @ApiProperty({ example: 'simulated' })
  connector: string;
  @ApiProperty(text)
  connector_reference: string | null;
  @ApiProperty(time)
  created_at: string;
  @ApiProperty(time)
  updated_at: string;
  @ApiProperty({ ...time, nullable: true, example: null })
  processed_at: string | null;
}

export class ListRefundsDto extends SortQueryDto {
  /** `payment`: each refund has its payment beside it, without a request for each. Needs `payments:read`. */
  @ApiProperty({ required: false, enum: EXPANSIONS })
  @IsOptional()
  @IsIn(EXPANSIONS)
  expand?: (typeof EXPANSIONS)[number];

  /** `pending` finds what was accepted and what the bank has. */
  @QueryStatus(STATUSES)
  status?: Shown<RefundStatus>;

  @IsOptional()
  @IsText(64)
  payment_id?: string;

  @IsOptional()
  @IsText(64)
  order_id?: string;

  /**
   * Search by refund, payment or order id, the order's receipt, or the VPA, the last four digits of the card, or the
   * customer's email or contact of the payment, or by the beginning of one. Letter case does not matter. All but ids and
   * receipt are found at most 5 s after the refund was created.
   */
  @IsOptional()
  @IsText(255)
  q?: string;
}

export class ListedRefundDto extends RefundDto {
  /** With `expand=payment`. */
  @ApiProperty({ required: false })
  payment?: PaymentDto;
}

export class RefundPageDto extends OffsetPageDto {
  @ApiProperty({ type: [ListedRefundDto] })
  data: ListedRefundDto[];
}
