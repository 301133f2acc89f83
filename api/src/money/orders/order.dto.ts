import { ApiExtraModels, ApiProperty } from '@nestjs/swagger';
import type { Mode } from '../../accounts/access/permissions.js';
import { PAYABLE_FLOWS, type PayableMethod } from '../../acquiring/routing/payable-methods.js';
import { OffsetPageDto } from '../../platform/http/page.dto.js';
import { statesOf } from '../../platform/state-machine.js';
import { amount, notes, text, time } from '../../platform/validation/documented.js';
import { CustomerCopyDto, customerOrNull } from '../customers/customer.dto.js';
import { LineItemDto } from './line-items.js';
import { ORDER_TRANSITIONS, type OrderStatus } from './order.states.js';

export const ORDER_STATUSES = statesOf(ORDER_TRANSITIONS);

@ApiExtraModels(CustomerCopyDto)
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
  @ApiProperty({ ...text, example: 'Two T-shirts' })
  description: string | null;
  /** Null if none was given. */
  @ApiProperty(customerOrNull())
  customer: CustomerCopyDto | null;
  /** Null if none were given. */
  @ApiProperty({ type: [LineItemDto], nullable: true })
  line_items: LineItemDto[] | null;
  @ApiProperty({ ...notes, example: {} })
  notes: Record<string, unknown>;
  @ApiProperty({ enum: ORDER_STATUSES })
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

export class BrandingDto {
  /** `#rrggbb`; null: the checkout's own colour. */
  @ApiProperty({ ...text, example: '#0b5fff' })
  color: string | null;
  /** The colour of text on it. */
  @ApiProperty({ ...text, example: '#ffffff' })
  text_color: string | null;
  /** A PNG in base64, at most 24 576 bytes. */
  @ApiProperty({ ...text, format: 'byte' })
  logo: string | null;
}

export class SupportDto {
  @ApiProperty({ ...text, example: 'help@shop.example' })
  email: string | null;
  /** In E.164. */
  @ApiProperty({ ...text, example: '+919876543210' })
  phone: string | null;
}

export class PublicOrderMethodDto {
  /** `upi` or `card`. More values may be added. */
  @ApiProperty({ example: 'upi' })
  method: string;
  /**
   * The ways to pay by it. `collect`, `intent` and `redirect` are the payment's `flow`; `raw_card` is a payment with the
   * `card`. With `redirect` alone the shopper pays on a page of the acquirer.
   */
  @ApiProperty({ enum: PAYABLE_FLOWS, isArray: true, example: ['intent', 'collect', 'redirect'] })
  flows: PayableMethod['flows'];
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
  @ApiProperty({ enum: ORDER_STATUSES })
  status: OrderStatus;
  /** True while a payment of it is approved by the bank and neither captured nor cancelled: it takes no other one. */
  authorized: boolean;
  merchant_name: string;
  @ApiProperty({ ...text, example: 'Two T-shirts' })
  description: string | null;
  /** Null if none were given. */
  @ApiProperty({ type: [LineItemDto], nullable: true })
  line_items: LineItemDto[] | null;
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
  /** How the merchant looks at its checkout. */
  @ApiProperty({ type: BrandingDto })
  branding: BrandingDto;
  /** Where the shopper reaches the merchant. */
  @ApiProperty({ type: SupportDto })
  support: SupportDto;
  /** What the merchant's connections take for this order. Empty: it cannot be paid now. */
  @ApiProperty({ type: [PublicOrderMethodDto] })
  methods: PublicOrderMethodDto[];
}

/** The order of a payment, in the payment's events. */
@ApiExtraModels(CustomerCopyDto)
export class OrderOfPaymentDto {
  @ApiProperty({ example: 'order_0V6bT1zq8KJh3mPd' })
  id: string;
  @ApiProperty({ type: 'string', nullable: true, example: 'receipt_123' })
  receipt: string | null;
  @ApiProperty({ ...text, example: 'Two T-shirts' })
  description: string | null;
  @ApiProperty({ ...notes, example: {} })
  notes: Record<string, unknown>;
  /** Null if none was given. */
  @ApiProperty(customerOrNull())
  customer: CustomerCopyDto | null;
}

export class OrderPageDto extends OffsetPageDto {
  @ApiProperty({ type: [OrderDto] })
  data: OrderDto[];
}
