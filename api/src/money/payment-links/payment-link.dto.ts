import { ApiExtraModels, ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, ValidateIf, ValidateNested } from 'class-validator';
import type { Mode } from '../../accounts/access/permissions.js';
import { PageDto, PageQueryDto } from '../../platform/http/page.dto.js';
import { statesOf } from '../../platform/state-machine.js';
import { Loggable } from '../../platform/telemetry/loggable.js';
import { amount, text, time } from '../../platform/validation/documented.js';
import {
  IfGiven,
  IsAmount,
  IsCurrency,
  IsNotes,
  IsReturnUrl,
  IsText,
  IsWhole,
} from '../../platform/validation/validators.js';
import { customerIdOnly, CustomerCopyDto, customerOrNull, PayerDto } from '../customers/customer.dto.js';
import { PAYMENT_LINK_TRANSITIONS, type PaymentLinkStatus } from './payment-link.states.js';

export const STATUSES = statesOf(PAYMENT_LINK_TRANSITIONS);
const notes = { type: 'object', additionalProperties: true } as Record<string, unknown>;
const amountOrNull = { ...amount, type: 'integer', nullable: true } as const;

export class CreatePaymentLinkDto {
  /**
   * What is to be paid, in the currency's minor unit: 50000 is ₹500.00. The limits are those of an order's amount. Absent:
   * the payer enters the amount, and `min_amount` or `max_amount` is needed.
   */
  @ApiProperty({ ...amount, minimum: 1, required: false, example: 50000 })
  @IsOptional()
  @IsAmount()
  @Loggable()
  amount?: number;

  /** The least that the payer may enter, in minor units; absent: the least amount of an order. Not with `amount`. */
  @ApiProperty({ ...amount, minimum: 1, required: false })
  @IsOptional()
  @IsAmount()
  @Loggable()
  min_amount?: number;

  /** The most that the payer may enter, in minor units; absent: the largest amount of an order. Not with `amount`. */
  @ApiProperty({ ...amount, minimum: 1, required: false })
  @IsOptional()
  @IsAmount()
  @Loggable()
  max_amount?: number;

  /** ISO 4217 code of an active currency. */
  @ApiProperty({ required: false, default: 'INR', example: 'INR' })
  @IsOptional()
  @IsCurrency()
  @Loggable()
  currency?: string;

  /** What the payer pays for, 1 to 255 characters. */
  @ApiProperty({ minLength: 1, maxLength: 255, example: 'Yoga class in March' })
  @IsText(255, 1)
  @Loggable()
  title: string;

  /** More about it, shown to the payer below the title: at most 1000 characters. */
  @ApiProperty({ required: false, maxLength: 1000, example: 'Ten lessons, Monday and Thursday at 7 a.m.' })
  @IsOptional()
  @IsText(1000)
  @Loggable()
  description?: string;

  /** The merchant's own number for it, 1 to 255 characters. Each link of a merchant has another one. */
  @ApiProperty({ required: false, minLength: 1, maxLength: 255, example: 'invoice-2026-0042' })
  @IsOptional()
  @IsText(255, 1)
  @Loggable()
  reference_id?: string;

  /** True: any number of payments, each with an order of its own. False: one payment. */
  @ApiProperty({ required: false, default: false })
  @IsOptional()
  @IsBoolean()
  @Loggable()
  reusable?: boolean;

  /** Seconds until the link takes no more payments, 60 to 31 536 000; absent: never. */
  @ApiProperty({ required: false, type: 'integer', minimum: 60, maximum: 31_536_000 })
  @IsOptional()
  @IsWhole(60, 31_536_000)
  @Loggable()
  expires_in?: number;

  /** Any JSON object, copied to the link's orders: at most 20 levels deep, 64 kB with the rest of the body. No card numbers. */
  @ApiProperty({ ...notes, required: false, example: { course: 'march' } })
  @IsOptional()
  @IsNotes()
  @Loggable()
  notes?: Record<string, unknown>;

  /** The payer, copied to the link's orders. The page of the link does not show it. */
  @ApiProperty({ required: false, type: PayerDto })
  @IsOptional()
  @ValidateNested()
  @Loggable(customerIdOnly)
  customer?: PayerDto;

  /** Where the checkout sends the payer afterwards: the `return_url` of the link's orders, with the same rules. */
  @ApiProperty({ required: false, format: 'uri', maxLength: 2048, example: 'https://shop.example/thanks' })
  @IsOptional()
  @IsReturnUrl()
  @Loggable()
  return_url?: string;
}

/** Fields that are absent stay as they are. */
export class UpdatePaymentLinkDto {
  /** 1 to 255 characters, and no other link's; null removes it. */
  @ApiProperty({ type: 'string', nullable: true, required: false, minLength: 1, maxLength: 255, example: 'invoice-43' })
  @IfGiven()
  @IsText(255, 1)
  @Loggable()
  reference_id?: string | null;

  /** Replaces all notes; `{}` removes them. The link's orders keep theirs. */
  @ApiProperty({ ...notes, required: false, example: { course: 'april' } })
  @ValidateIf((_, value) => value !== undefined)
  @IsNotes()
  @Loggable()
  notes?: Record<string, unknown>;

  /** Seconds from now until the link and its open order take no more payments. Not for a reusable link. */
  @ApiProperty({ required: false, type: 'integer', minimum: 60, maximum: 31_536_000, example: 604800 })
  @ValidateIf((_, value) => value !== undefined)
  @IsWhole(60, 31_536_000)
  @Loggable()
  expires_in?: number;
}

@ApiExtraModels(CustomerCopyDto)
export class PaymentLinkDto {
  @ApiProperty({ example: 'plink_0V6bT1zq8KJh3mPd' })
  id: string;
  @ApiProperty({ format: 'uuid' })
  merchant_id: string;
  @ApiProperty({ enum: ['test', 'live'] })
  mode: Mode;
  /** The link's own counter: drop what is older than what you have. */
  @ApiProperty({ type: 'integer', example: 1 })
  version: number;
  @ApiProperty({ example: 'Yoga class in March' })
  title: string;
  @ApiProperty({ ...text, example: 'Ten lessons, Monday and Thursday at 7 a.m.' })
  description: string | null;
  @ApiProperty({ ...text, example: 'invoice-2026-0042' })
  reference_id: string | null;
  /** In the currency's minor unit; null: the payer enters it. */
  @ApiProperty({ ...amountOrNull, example: 50000 })
  amount: number | null;
  /** The limits of what the payer enters, in minor units; null if `amount` is fixed. */
  @ApiProperty({ ...amountOrNull, example: null })
  min_amount: number | null;
  @ApiProperty({ ...amountOrNull, example: null })
  max_amount: number | null;
  @ApiProperty({ example: 'INR' })
  currency: string;
  @ApiProperty({ example: false })
  reusable: boolean;
  /** A reusable link is never `paid`. A cancelled or expired link becomes `paid` if a payment at the bank still succeeds. */
  @ApiProperty({ enum: STATUSES })
  status: PaymentLinkStatus;
  /** The order that the link opened last; null before the first one, and for a reusable link. */
  @ApiProperty({ ...text, example: null })
  order_id: string | null;
  @ApiProperty({ ...customerOrNull(), example: null })
  customer: CustomerCopyDto | null;
  @ApiProperty({ ...notes, example: {} })
  notes: Record<string, unknown>;
  @ApiProperty({ type: 'string', format: 'uri', nullable: true, example: null })
  return_url: string | null;
  @ApiProperty({ ...time, nullable: true, example: null })
  expires_at: string | null;
  @ApiProperty({ ...time, nullable: true, example: null })
  paid_at: string | null;
  @ApiProperty({ ...time, nullable: true, example: null })
  cancelled_at: string | null;
  @ApiProperty(time)
  created_at: string;
  @ApiProperty(time)
  updated_at: string;
}

export class ListPaymentLinksDto extends PageQueryDto {
  @ApiProperty({ required: false, enum: STATUSES })
  @IsOptional()
  @IsIn(STATUSES)
  status?: PaymentLinkStatus;

  /** Exactly this reference. */
  @IsOptional()
  @IsText(255)
  reference_id?: string;

  /**
   * Search by id, title or reference_id, or by the beginning of one. Letter case does not matter. Title and reference are
   * found at most 5 s after the link was created.
   */
  @IsOptional()
  @IsText(255)
  q?: string;
}

export class PaymentLinkPageDto extends PageDto {
  @ApiProperty({ type: [PaymentLinkDto] })
  data: PaymentLinkDto[];
}
