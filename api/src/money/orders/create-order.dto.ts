import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsIn, IsOptional, ValidateIf, ValidateNested } from 'class-validator';
import { SortQueryDto } from '../../platform/http/page.dto.js';
import { Loggable } from '../../platform/telemetry/loggable.js';
import { ItemsOf } from '../../platform/validation/compile-dto.js';
import { amount, notes } from '../../platform/validation/documented.js';
import {
  IfGiven,
  IsAmount,
  IsCurrency,
  IsNotes,
  IsReturnUrl,
  IsText,
  IsWhole,
} from '../../platform/validation/validators.js';
import { customerIdOnly, CustomerInputDto } from '../customers/customer.dto.js';
import { LineItemInputDto, MAX_LINE_ITEMS } from './line-items.js';
import { ORDER_STATUSES } from './order.dto.js';
import type { OrderStatus } from './order.states.js';

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

  /** What the order is for, at most 255 characters. A shopper may see it. */
  @ApiProperty({ required: false, maxLength: 255, example: 'Two T-shirts' })
  @IsOptional()
  @IsText(255)
  @Loggable()
  description?: string;

  /** The payer. The order's payments take it over, unless they name another one. */
  @ApiProperty({ required: false, type: CustomerInputDto })
  @IsOptional()
  @ValidateNested()
  @Loggable(customerIdOnly)
  customer?: CustomerInputDto;

  /**
   * What the amount is made of, 1 to 50 lines: the sum of `quantity` times `amount` must equal the order's `amount`. A
   * shopper may see them.
   */
  @ApiProperty({ required: false, type: [LineItemInputDto], minItems: 1, maxItems: MAX_LINE_ITEMS })
  @IsOptional()
  @IsArray({ message: '$property must be an array' })
  @ArrayNotEmpty({ message: '$property must have at least one line; leave it out for none' })
  @ArrayMaxSize(MAX_LINE_ITEMS, { message: `$property must have at most ${MAX_LINE_ITEMS} lines` })
  @ItemsOf(() => LineItemInputDto)
  @ValidateNested({ each: true })
  @Loggable()
  line_items?: LineItemInputDto[];

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

/** Fields that are absent stay as they are. */
export class UpdateOrderDto {
  /** At most 255 characters; null removes it. */
  @ApiProperty({ type: 'string', nullable: true, required: false, maxLength: 255, example: 'Two T-shirts' })
  @IfGiven()
  @IsText(255)
  @Loggable()
  description?: string | null;

  /** At most 255 characters; null removes it. */
  @ApiProperty({ type: 'string', nullable: true, required: false, maxLength: 255, example: 'receipt_123' })
  @IfGiven()
  @IsText(255)
  @Loggable()
  receipt?: string | null;

  /** Replaces all notes; `{}` removes them. */
  @ApiProperty({ ...notes, required: false, example: { table: '7' } })
  @ValidateIf((_, value) => value !== undefined)
  @IsNotes()
  @Loggable()
  notes?: Record<string, unknown>;
}

export class ListOrdersDto extends SortQueryDto {
  @ApiProperty({ required: false, enum: ORDER_STATUSES })
  @IsOptional()
  @IsIn(ORDER_STATUSES)
  status?: OrderStatus;

  /** Exactly this receipt. */
  @IsOptional()
  @IsText(255)
  receipt?: string;

  /** Orders of this customer. */
  @IsOptional()
  @IsText(64)
  customer_id?: string;

  /**
   * Search by id or receipt, by the customer's email or contact, or by the VPA or the last four digits of a card with
   * which the order was paid, or by the beginning of one. Letter case does not matter. Of each kind the first 100 that fit
   * are found. All but id and receipt are found at most 5 s after the order or its payment was created.
   */
  @IsOptional()
  @IsText(255)
  q?: string;
}
