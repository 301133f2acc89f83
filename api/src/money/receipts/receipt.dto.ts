import { ApiProperty } from '@nestjs/swagger';
import { IsEmail } from 'class-validator';
import { amount, text, time } from '../../platform/validation/documented.js';
import { LineItemDto } from '../orders/line-items.js';
import { BrandingDto, SupportDto } from '../orders/order.dto.js';

export class ReceiptRefundDto {
  @ApiProperty({ example: 'rfnd_0V6bT1zq8KJh3mPd' })
  id: string;
  @ApiProperty({ ...amount, example: 10000 })
  amount: number;
  @ApiProperty({ enum: ['pending', 'processed'] })
  status: 'pending' | 'processed';
  @ApiProperty(time)
  created_at: string;
  @ApiProperty({ ...time, nullable: true })
  processed_at: string | null;
}

/** What a payer may see of a captured payment. */
export class PublicReceiptDto {
  /** The same for every copy of the receipt. */
  @ApiProperty({ example: 'R-0V6bT1zq8KJh3mPd' })
  number: string;
  @ApiProperty({ example: 'pay_0V6bT1zq8KJh3mPd' })
  payment_id: string;
  @ApiProperty({ example: 'order_0V6bT1zq8KJh3mPd' })
  order_id: string;
  /** True for a test merchant: no money moved. */
  test: boolean;
  @ApiProperty({ example: 'Tea shop' })
  merchant_name: string;
  @ApiProperty({ type: BrandingDto })
  branding: BrandingDto;
  @ApiProperty({ type: SupportDto })
  support: SupportDto;
  /** Of the merchant: the language and the formats of the page and the PDF. */
  @ApiProperty({ example: 'en-IN' })
  locale: string;
  /** Of the merchant: IANA name of the time zone in which the page and the PDF show times. */
  @ApiProperty({ example: 'Asia/Kolkata' })
  time_zone: string;
  /** The merchant's own number for the order. */
  @ApiProperty({ ...text, example: 'receipt_123' })
  order_receipt: string | null;
  /** What the order is for. */
  @ApiProperty({ ...text, example: 'Two T-shirts' })
  description: string | null;
  /** The lines of the order, whose sum is its amount; null if none were given. */
  @ApiProperty({ type: [LineItemDto], nullable: true })
  line_items: LineItemDto[] | null;
  /** `upi`, `card`, or what the acquirer's page told. */
  @ApiProperty({ ...text, example: 'card' })
  method: string | null;
  /** The instrument, masked: `visa •••• 1111`, `as•••@upi`. */
  @ApiProperty({ ...text, example: 'visa •••• 1111' })
  instrument: string | null;
  @ApiProperty({ example: 'INR' })
  currency: string;
  /** What was captured, in the currency's minor unit. */
  @ApiProperty({ ...amount, example: 50000 })
  amount: number;
  /** What was given back, or is about to be. */
  @ApiProperty({ ...amount, example: 10000 })
  amount_refunded: number;
  @ApiProperty(time)
  paid_at: string;
  /** The first 50 refunds, without failed ones. */
  @ApiProperty({ type: [ReceiptRefundDto] })
  refunds: ReceiptRefundDto[];
  /** False if a name or number on it is in a script that the PDF has no font for: the page shows it. */
  @ApiProperty({ example: true })
  has_pdf: boolean;
}

export class ReceiptDto extends PublicReceiptDto {
  /** The public page of the receipt. Who has the link sees the receipt; it does not expire. */
  @ApiProperty({ example: 'http://localhost:3001/r/pay_0V6bT1zq8KJh3mPd.…' })
  url: string;
  /** The receipt as a PDF; null if `has_pdf` is false. */
  @ApiProperty({ ...text, example: 'http://localhost:3001/r/pay_0V6bT1zq8KJh3mPd.…/pdf' })
  pdf_url: string | null;
}

export class PayerReceiptDto {
  /** The public page of the receipt. Who has the link sees the receipt; it does not expire. */
  @ApiProperty({ example: 'http://localhost:3001/r/pay_0V6bT1zq8KJh3mPd.…' })
  url: string;
  /** Whether the receipt can be mailed: this gateway sends mail, and this receipt was mailed less than three times. */
  @ApiProperty({ example: true })
  can_mail: boolean;
  /** When the payment was captured. */
  @ApiProperty({ format: 'date-time' })
  paid_at: string;
  /** The merchant's. */
  @ApiProperty({ example: 'Asia/Kolkata' })
  time_zone: string;
}

export class MailReceiptDto {
  /** Where the receipt goes. It is kept with the mail, which is deleted after `RETENTION_MAILS`. */
  @ApiProperty({ format: 'email', maxLength: 254, example: 'asha@example.com' })
  @IsEmail({}, { message: '$property must be an email address' })
  email: string;
}
