import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, IsString, ValidateIf, ValidateNested } from 'class-validator';
import { MAX_AMOUNT } from '../../platform/currency.js';
import { SortQueryDto } from '../../platform/http/page.dto.js';
import { reduceCard } from '../../platform/secrets/redaction.js';
import { Loggable } from '../../platform/telemetry/loggable.js';
import { QueryBoolean, QueryStatus } from '../../platform/validation/query.js';
import { notes } from '../../platform/validation/documented.js';
import { IfGiven, IsNotes, IsPartialAmount, IsText, rule } from '../../platform/validation/validators.js';
import { customerIdOnly, CustomerInputDto } from '../customers/customer.dto.js';
import { type Method, METHODS, PAYMENT_STATUSES } from './payment.dto.js';
import { type MoneyState, MONEY_STATES, type PaymentStatus, type Shown } from './payment.states.js';

/** An absent field of a card is `missing_parameter`; a wrong value has a reason of its own. */
const IsGiven = () =>
  rule('isGiven', undefined, (value) => (value === undefined || value === null ? '$property is required' : null));

/** A card as the shopper typed it. It is reduced to a token at once: no part but network and last4 is kept. */
export class CardDto {
  /** 13 to 19 digits of any script; spaces, dashes and invisible characters are dropped. */
  @ApiProperty({ example: '4111 1111 1111 1111' })
  @IsGiven()
  @IsString({ context: { reason: 'invalid_card_number' } })
  number: string;

  /** 1 to 12, as text or integer. */
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'integer' }], example: '12' })
  @IsGiven()
  expiry_month: string | number;

  /** Two or four digits, as text or integer. */
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'integer' }], example: '2030' })
  @IsGiven()
  expiry_year: string | number;

  /**
   * 3 digits, 4 for American Express; 3 or 4 for Maestro and networks that are not known. With a test merchant 3 or 4 of
   * every network.
   */
  @ApiProperty({ example: '123' })
  @IsGiven()
  @IsString({ context: { reason: 'invalid_cvv' } })
  cvv: string;

  /** As printed on the card, at most 100 characters. */
  @ApiProperty({ example: 'Asha Rao' })
  @IsGiven()
  @IsText(100)
  holder_name: string;
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

/** What a shopper sends from the checkout. */
export class CreatePublicPaymentDto {
  @ApiProperty({ example: 'order_0V6bT1zq8KJh3mPd' })
  @IsText(64)
  @Loggable()
  order_id: string;

  /** Required, but with the flow `redirect`: there it limits what the page offers. */
  @ApiProperty({ required: false, enum: METHODS })
  @ValidateIf((dto: CreatePublicPaymentDto) => dto.flow !== 'redirect' || isGiven(dto.method))
  @IsIn(METHODS)
  @Loggable()
  method?: Method;

  /**
   * `redirect`: the shopper pays on a page of the acquirer, whose address is in `next_action`. UPI: `intent` returns a link
   * in `next_action`, which opens a UPI app or is shown as a QR code; `collect` (default) sends a request to the address in
   * `vpa`, and only merchants with `upi_collect` take it.
   */
  @ApiProperty({ required: false, enum: ['collect', 'intent', 'redirect'], default: 'collect' })
  @ValidateIf((dto: CreatePublicPaymentDto) => dto.method === 'upi' || dto.flow === 'redirect')
  @IsOptional()
  @IsIn(['collect', 'intent', 'redirect'])
  @Loggable()
  flow?: 'collect' | 'intent' | 'redirect';

  /**
   * The shopper's UPI address, for `collect`. In India collect ended on 28 February 2026 but for a few exempt cases: test
   * merchants take it, new live merchants do not (reason `upi_collect_off`).
   */
  @ApiProperty({ required: false, example: 'success@upi' })
  @ValidateIf((dto: CreatePublicPaymentDto) =>
    dto.flow === 'redirect' ? isGiven(dto.vpa) : dto.method === 'upi' && dto.flow !== 'intent',
  )
  @IsString({ context: { reason: 'invalid_vpa' } })
  @Loggable()
  vpa?: string;

  @ApiProperty({ required: false, type: CardDto })
  @ValidateIf((dto: CreatePublicPaymentDto) => (dto.flow === 'redirect' ? isGiven(dto.card) : dto.method === 'card'))
  @ValidateNested()
  @Loggable(reduceCard)
  card?: CardDto;
}

export class CreatePaymentDto extends CreatePublicPaymentDto {
  /** What the payment is for, at most 255 characters; absent: the order's. */
  @ApiProperty({ required: false, maxLength: 255, example: 'Two T-shirts' })
  @IsOptional()
  @IsText(255)
  @Loggable()
  description?: string;

  /** The payer; absent: the order's customer. */
  @ApiProperty({ required: false, type: CustomerInputDto })
  @IsOptional()
  @ValidateNested()
  @Loggable(customerIdOnly)
  customer?: CustomerInputDto;

  /** Any JSON object, kept as it was sent: at most 20 levels deep, 64 kB with the rest of the body. No card numbers. */
  @ApiProperty({ ...notes, required: false, example: { till: '4' } })
  @IsOptional()
  @IsNotes()
  @Loggable()
  notes?: Record<string, unknown>;
}

/** Fields that are absent stay as they are. */
export class UpdatePaymentDto {
  /** At most 255 characters; null removes it. */
  @ApiProperty({ type: 'string', nullable: true, required: false, maxLength: 255, example: 'Two T-shirts' })
  @IfGiven()
  @IsText(255)
  @Loggable()
  description?: string | null;

  /** Replaces all notes; `{}` removes them. */
  @ApiProperty({ ...notes, required: false, example: { till: '4' } })
  @ValidateIf((_, value) => value !== undefined)
  @IsNotes()
  @Loggable()
  notes?: Record<string, unknown>;
}

export class CapturePaymentDto {
  /** In the currency's minor unit; absent: all of it. Less: the rest is released. */
  @ApiProperty({ required: false, type: 'integer', minimum: 1, maximum: MAX_AMOUNT })
  @IsOptional()
  @IsPartialAmount()
  @Loggable()
  amount?: number;
}

/** The shopper's answer to a step-up: one of the two. */
export class AnswerActionDto {
  /** What the bank sent, for `next_action.type` = `otp`. */
  @ApiProperty({ required: false, example: '123456' })
  @IsOptional()
  @IsText(16, 1)
  otp?: string;

  /** Plays the UPI app of a test merchant's shopper, for `next_action.type` = `upi_approve`. */
  @IsOptional()
  @IsBoolean()
  @Loggable()
  approve?: boolean;
}

export class ListPaymentsDto extends SortQueryDto {
  /** `pending` finds what was accepted and what the bank has; `success` what is authorised and what is captured. */
  @QueryStatus(PAYMENT_STATUSES)
  status?: Shown<PaymentStatus>;

  @ApiProperty({ required: false, enum: MONEY_STATES })
  @IsOptional()
  @IsIn(MONEY_STATES)
  money_state?: MoneyState;

  /** `true`: approved by the bank, neither captured nor cancelled; `false`: every other. */
  @QueryBoolean()
  authorized?: boolean;

  /** `card`, `upi`, or what an acquirer's page has told, e.g. `netbanking`. */
  @ApiProperty({ required: false, example: 'upi' })
  @IsOptional()
  @IsText(40)
  method?: string;

  @IsOptional()
  @IsText(64)
  order_id?: string;

  /** Payments of this customer. */
  @IsOptional()
  @IsText(64)
  customer_id?: string;
  /** Payments of the orders that this payment link opened. */
  @IsOptional()
  @IsText(64)
  payment_link_id?: string;

  /**
   * Search by payment id, order id, the order's receipt, the VPA, the card's last four digits, or the customer's email or
   * contact, or by the beginning of one. Letter case does not matter. Of each kind the first 100 that fit are found. Digits,
   * email and contact are found at most 5 s after the payment was created.
   */
  @IsOptional()
  @IsText(320)
  q?: string;
}
