import { ApiProperty, PickType } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { Loggable } from '../../platform/telemetry/loggable.js';
import { amount, time } from '../../platform/validation/documented.js';
import { IsPartialAmount } from '../../platform/validation/validators.js';
import { BrandingDto } from '../orders/order.dto.js';
import { PaymentLinkDto, STATUSES } from './payment-link.dto.js';
import type { PaymentLinkStatus } from './payment-link.states.js';

const SHOWN_TO_PAYERS = ['id', 'title', 'description', 'amount', 'min_amount', 'max_amount', 'currency'] as const;

export class PublicPaymentLinkDto extends PickType(PaymentLinkDto, SHOWN_TO_PAYERS) {
  /** `expired` as soon as the time has passed. */
  @ApiProperty({ enum: STATUSES })
  status: PaymentLinkStatus;
  merchant_name: string;
  /** How the merchant looks at its checkout. */
  @ApiProperty({ type: BrandingDto })
  branding: BrandingDto;
  /** True for a test merchant: no money moves. */
  test: boolean;
  @ApiProperty({ ...time, nullable: true })
  expires_at: string | null;
}

export class OpenLinkOrderDto {
  /** What the payer pays, in minor units, within the link's limits. Only for a link without a fixed `amount`. */
  @ApiProperty({ ...amount, minimum: 1, required: false })
  @IsOptional()
  @IsPartialAmount()
  @Loggable()
  amount?: number;
}

export class LinkOrderDto {
  /** The order to pay at the checkout. */
  @ApiProperty({ example: 'order_0V6bT1zq8KJh3mPd' })
  order_id: string;
  @ApiProperty({ example: 'plink_0V6bT1zq8KJh3mPd' })
  payment_link_id: string;
  /** In the currency's minor unit. */
  @ApiProperty({ ...amount, example: 50000 })
  amount: number;
  @ApiProperty({ example: 'INR' })
  currency: string;
}
