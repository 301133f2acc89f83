import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { Mode } from '../../accounts/access/permissions.js';
import { OffsetPageDto, OffsetQueryDto } from '../../platform/http/page.dto.js';
import { statesOf } from '../../platform/state-machine.js';
import { Loggable } from '../../platform/telemetry/loggable.js';
import { amount, time } from '../../platform/validation/documented.js';
import { IsAmount, IsCurrency, IsNotes, IsReturnUrl, IsText, IsWhole } from '../../platform/validation/validators.js';
import { ORDER_TRANSITIONS, type OrderStatus } from './order.states.js';

const STATUSES = statesOf(ORDER_TRANSITIONS);
const notes = { type: 'object', additionalProperties: true } as Record<string, unknown>;

export class CreateOrderDto {
  /**
   * What is to be paid, in the currency's minor unit: 50000 is ₹500.00. From 100 to 99 999 999 999, unless
   * `x-currency-limits` of the document names other limits for the currency.
   */
  @ApiProperty({ ...amount, minimum: 1, example: 50000 })
  @IsAmount()
  @Loggable()
  amount: number;

  /** ISO 4217 code of an active currency. */
  @ApiProperty({ required: false, default: 'INR', example: 'INR' })
  @IsOptional()
  @IsCurrency()
  @Loggable()
  currency?: string;

  /** The merchant's own number for it, at most 255 characters. */
  @ApiProperty({ required: false, maxLength: 255, example: 'receipt_123' })
  @IsOptional()
  @IsText(255)
  @Loggable()
  receipt?: string;

  /** Any JSON object, kept as it was sent: at most 20 levels deep, 64 kB with the rest of the body. No card numbers. */
  @ApiProperty({ ...notes, required: false, example: { customer: 'Asha' } })
  @IsOptional()
  @IsNotes()
  @Loggable()
  notes?: Record<string, unknown>;

  /** `automatic` takes the money with the approval; `manual` authorises it for a later capture. */
  @ApiProperty({ required: false, enum: ['automatic', 'manual'], default: 'automatic' })
  @IsOptional()
  @IsIn(['automatic', 'manual'])
  @Loggable()
  capture?: 'automatic' | 'manual';

  /** Seconds until the order takes no more payments, 60 to 31 536 000; absent: never. */
  @ApiProperty({ required: false, type: 'integer', minimum: 60, maximum: 31_536_000 })
  @IsOptional()
  @IsWhole(60, 31_536_000)
  @Loggable()
  expires_in?: number;

  /**
   * Where the checkout sends the shopper afterwards, with a signed status (docs/returns.md). https, or an app link with a
   * reverse-domain scheme (`com.example.shop:/paid`). For a test merchant also http on this machine or in a private
   * network, and app links of any scheme. At most 2048 characters.
   */
  @ApiProperty({ required: false, format: 'uri', maxLength: 2048, example: 'https://shop.example/thanks' })
  @IsOptional()
  @IsReturnUrl()
  @Loggable()
  return_url?: string;

  /** Where the checkout sends a shopper who leaves without having paid; absent: to `return_url`. The same rules. */
  @ApiProperty({ required: false, format: 'uri', maxLength: 2048, example: 'https://shop.example/cart' })
  @IsOptional()
  @IsReturnUrl()
  @Loggable()
  cancel_url?: string;
}

export class OrderDto {
  @ApiProperty({ example: 'order_0V6bT1zq8KJh3mPd' })
  id: string;
  @ApiProperty({ format: 'uuid' })
  merchant_id: string;
  @ApiProperty({ enum: ['test', 'live'] })
  mode: Mode;
  /** The order's own counter: drop what is older than what you have. */
  @ApiProperty({ type: 'integer', example: 1 })
  version: number;
  /** In the currency's minor unit. */
  @ApiProperty({ ...amount, example: 50000 })
  amount: number;
  /** What was captured, gross of refunds. */
  @ApiProperty({ ...amount, example: 0 })
  amount_paid: number;
  /** `amount` until paid, then 0. */
  @ApiProperty({ ...amount, example: 50000 })
  amount_due: number;
  @ApiProperty({ example: 'INR' })
  currency: string;
  @ApiProperty({ type: 'string', nullable: true, example: 'receipt_123' })
  receipt: string | null;
  @ApiProperty({ ...notes, example: {} })
  notes: Record<string, unknown>;
  @ApiProperty({ enum: STATUSES })
  status: OrderStatus;
  /** Payments created for this order. */
  @ApiProperty({ type: 'integer', example: 0 })
  attempts: number;
  @ApiProperty({ enum: ['automatic', 'manual'] })
  capture: 'automatic' | 'manual';
  @ApiProperty({ type: 'string', nullable: true, example: null })
  return_url: string | null;
  @ApiProperty({ type: 'string', nullable: true, example: null })
  cancel_url: string | null;
  /** The payment link that opened the order; null for other orders. */
  @ApiProperty({ type: 'string', nullable: true, example: null })
  payment_link_id: string | null;
  @ApiProperty({ ...time, nullable: true, example: null })
  expires_at: string | null;
  @ApiProperty(time)
  created_at: string;
  @ApiProperty(time)
  updated_at: string;
}

export class PublicOrderDto {
  id: string;
  @ApiProperty(amount)
  amount: number;
  @ApiProperty(amount)
  amount_due: number;
  @ApiProperty({ example: 'INR' })
  currency: string;
  /** `expired` as soon as the time has passed. */
  @ApiProperty({ enum: STATUSES })
  status: OrderStatus;
  /** True while a payment of it is approved by the bank and neither captured nor cancelled: it takes no other one. */
  authorized: boolean;
  merchant_name: string;
  /** True for a test merchant: no money moves. */
  test: boolean;
  @ApiProperty({ type: 'string', nullable: true })
  return_url: string | null;
  @ApiProperty({ type: 'string', nullable: true })
  cancel_url: string | null;
  /** Origins that may embed the checkout. */
  @ApiProperty({ type: 'string', isArray: true })
  allowed_origins: string[];
  /** Whether a payment may name the shopper's UPI address; if not, UPI is `flow: "intent"` only. */
  @ApiProperty({ example: true })
  upi_collect: boolean;
  @ApiProperty({ ...time, nullable: true })
  expires_at: string | null;
}

export class ListOrdersDto extends OffsetQueryDto {
  @ApiProperty({ required: false, enum: STATUSES })
  @IsOptional()
  @IsIn(STATUSES)
  status?: OrderStatus;

  /** Exactly this receipt. */
  @IsOptional()
  @IsText(255)
  receipt?: string;

  /**
   * Search by id or receipt, or by the VPA or the last four digits of a card with which the order was paid, or by the
   * beginning of one. Letter case does not matter. Of each kind the first 100 that fit are found. VPA and digits are found
   * at most 5 s after the payment was created.
   */
  @IsOptional()
  @IsText(255)
  q?: string;
}

export class OrderPageDto extends OffsetPageDto {
  @ApiProperty({ type: [OrderDto] })
  data: OrderDto[];
}
