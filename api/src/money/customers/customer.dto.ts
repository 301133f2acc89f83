import { applyDecorators } from '@nestjs/common';
import { ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { IsEmail, IsOptional, Matches, ValidateIf } from 'class-validator';
import type { Mode } from '../../accounts/access/permissions.js';
import { MAX_COUNTED, OffsetPageDto, OffsetQueryDto } from '../../platform/http/page.dto.js';
import { Loggable, Withheld } from '../../platform/telemetry/loggable.js';
import { amount, notes, text, time } from '../../platform/validation/documented.js';
import { ReadAs } from '../../platform/validation/read-as.js';
import { IfGiven, IsNotes, IsText } from '../../platform/validation/validators.js';

const NAME = { type: 'string', minLength: 1, maxLength: 255, example: 'Asha Rao' } as const;
const EMAIL = { type: 'string', format: 'email', maxLength: 254, example: 'asha@example.com' } as const;
const CONTACT = { type: 'string', example: '+919876543210' } as const;
const E164 = /^\+[1-9]\d{6,14}$/;
const SEPARATORS = /[\s().-]/g;

const trimmed = ReadAs((value) => (typeof value === 'string' ? value.trim() : value));
const IsName = () => applyDecorators(trimmed, IsText(255, 1));
const IsAddress = () => applyDecorators(trimmed, IsEmail({}, { message: '$property must be an email address' }));
/** Spaces, hyphens, dots and parentheses are left out. */
const IsContact = () =>
  applyDecorators(
    ReadAs((value) => (typeof value === 'string' ? value.replace(SEPARATORS, '') : value)),
    Matches(E164, {
      message: '$property must be a phone number with its country code, such as +919876543210 (E.164)',
    }),
  );

/** The payer, by value. */
export class PayerDto {
  /** 1 to 255 characters. */
  @ApiProperty({ ...NAME, required: false })
  @IsOptional()
  @IsName()
  @Loggable()
  name?: string;

  @ApiProperty({ ...EMAIL, required: false })
  @IsOptional()
  @IsAddress()
  @Loggable()
  email?: string;

  /** Phone number with its country code (E.164). Spaces, hyphens, dots and parentheses are left out. */
  @ApiProperty({ ...CONTACT, required: false })
  @IsOptional()
  @IsContact()
  @Loggable()
  contact?: string;
}

/** The customer of an order or payment: by id, by value, or both. What is not given is taken from the customer named by `id`. */
export class CustomerInputDto extends PayerDto {
  /** A customer of this merchant. */
  @ApiProperty({ required: false, maxLength: 64 })
  @IsOptional()
  @IsText(64)
  @Loggable()
  id?: string;
}

/** Logs hold the customer's id alone, because an erasure does not change them. */
export const customerIdOnly = (value: unknown) =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' ? { id: value.id } : {};

/** The copy of the customer's data that an order or payment keeps; later changes of the customer do not change it. */
export class CustomerCopyDto {
  /** Null if the data was given without a customer. */
  @ApiProperty({ ...text, example: 'cust_0V6bT1zq8KJh3mPd' })
  id: string | null;
  /** `erased` after an erasure, as are `email` and `contact`. */
  @ApiProperty({ ...text, example: 'Asha Rao' })
  name: string | null;
  @ApiProperty({ ...text, example: 'asha@example.com' })
  email: string | null;
  @ApiProperty({ ...text, example: '+919876543210' })
  contact: string | null;
}

/** The schema of a field that holds a {@link CustomerCopyDto}, or null. */
export const customerOrNull = () => ({ oneOf: [{ $ref: getSchemaPath(CustomerCopyDto) }, { type: 'null' }] }) as object;

export class CreateCustomerDto {
  /** 1 to 255 characters. At least one of `name`, `email` and `contact` is required. */
  @ApiProperty({ ...NAME, required: false })
  @IsOptional()
  @IsName()
  @Withheld()
  name?: string;

  @ApiProperty({ ...EMAIL, required: false })
  @IsOptional()
  @IsAddress()
  @Withheld()
  email?: string;

  /** Phone number with its country code (E.164). Spaces, hyphens, dots and parentheses are left out. */
  @ApiProperty({ ...CONTACT, required: false })
  @IsOptional()
  @IsContact()
  @Withheld()
  contact?: string;

  /** Any JSON object, kept as it was sent: at most 20 levels deep, 64 kB with the rest of the body. No card numbers. */
  @ApiProperty({ ...notes, required: false, example: { tier: 'gold' } })
  @IsOptional()
  @IsNotes()
  @Withheld()
  notes?: Record<string, unknown>;
}

export class UpdateCustomerDto {
  /** 1 to 255 characters; null removes it. */
  @ApiProperty({ ...NAME, nullable: true, required: false })
  @IfGiven()
  @IsName()
  @Withheld()
  name?: string | null;

  /** Null removes it. */
  @ApiProperty({ ...EMAIL, nullable: true, required: false })
  @IfGiven()
  @IsAddress()
  @Withheld()
  email?: string | null;

  /** Phone number with its country code (E.164); null removes it. */
  @ApiProperty({ ...CONTACT, nullable: true, required: false })
  @IfGiven()
  @IsContact()
  @Withheld()
  contact?: string | null;

  /** Replaces all notes; `{}` removes them. */
  @ApiProperty({ ...notes, required: false, example: { tier: 'gold' } })
  @ValidateIf((_, value) => value !== undefined)
  @IsNotes()
  @Withheld()
  notes?: Record<string, unknown>;
}

export class CustomerDto {
  @ApiProperty({ example: 'cust_0V6bT1zq8KJh3mPd' })
  id: string;
  @ApiProperty({ enum: ['test', 'live'] })
  mode: Mode;
  /** The customer's own counter: drop what is older than what you have. */
  @ApiProperty({ type: 'integer', example: 1 })
  version: number;
  /** `erased` after an erasure, as are `email` and `contact`. */
  @ApiProperty({ ...text, example: 'Asha Rao' })
  name: string | null;
  @ApiProperty({ ...text, example: 'asha@example.com' })
  email: string | null;
  /** E.164. */
  @ApiProperty({ ...text, example: '+919876543210' })
  contact: string | null;
  @ApiProperty({ ...notes, example: {} })
  notes: Record<string, unknown>;
  /** When the erasure was asked for: from then on the customer takes no more orders, payments and changes. */
  @ApiProperty({ ...time, nullable: true, example: null })
  erased_at: string | null;
  /** When the data was erased everywhere: in orders, payments, events, stored responses and the delivery log. */
  @ApiProperty({ ...time, nullable: true, example: null })
  erasure_finished_at: string | null;
  @ApiProperty(time)
  created_at: string;
  @ApiProperty(time)
  updated_at: string;
}

/** What a customer has paid in one currency. Amounts are in its minor unit. */
export class CustomerTotalDto {
  @ApiProperty({ example: 'INR' })
  currency: string;
  /** Captured payments. */
  @ApiProperty({ type: 'integer', minimum: 1, example: 5 })
  payments: number;
  /** Sum of the captured amounts. */
  @ApiProperty({ ...amount, example: 648500 })
  amount_captured: number;
  /** What was given back of it, also elsewhere. A refund counts from its acceptance until it fails. */
  @ApiProperty({ ...amount, example: 129700 })
  amount_refunded: number;
  /** When the latest of them was captured. */
  @ApiProperty(time)
  last_paid_at: string;
}

export class CustomerTotalsDto {
  /**
   * The payments that were read, whatever their status. From 10 000 on, the totals are those of the newest 10 000
   * payments.
   */
  @ApiProperty({ type: 'integer', minimum: 0, maximum: MAX_COUNTED, example: 6 })
  counted: number;
  /** One of each currency in which the customer has paid; the one with the most payments first. */
  @ApiProperty({ type: [CustomerTotalDto] })
  currencies: CustomerTotalDto[];
}

const TOTALS_EXAMPLE = {
  counted: 6,
  currencies: [
    {
      ...{ currency: 'INR', payments: 5, amount_captured: 648_500, amount_refunded: 129_700 },
      last_paid_at: '2026-01-31T09:30:00.000Z',
    },
  ],
};

export class CustomerWithTotalsDto extends CustomerDto {
  /** What the customer has paid; null for callers without `payments:read`. */
  @ApiProperty({ type: () => CustomerTotalsDto, nullable: true, example: TOTALS_EXAMPLE })
  totals: CustomerTotalsDto | null;
}

export class ListCustomersDto extends OffsetQueryDto {
  /**
   * Search by id, name, email or contact, or the beginning of one; letter case does not matter. Of each kind the first
   * 100 that fit are found.
   */
  @IsOptional()
  @IsText(255)
  q?: string;
}

export class CustomerPageDto extends OffsetPageDto {
  @ApiProperty({ type: [CustomerDto] })
  data: CustomerDto[];
}
