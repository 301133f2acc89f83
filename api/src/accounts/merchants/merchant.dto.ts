import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsOptional,
  Matches,
  MaxLength,
  ValidateIf,
} from 'class-validator';
import { Loggable } from '../../platform/telemetry/loggable.js';
import { IsTimeZone } from '../../platform/time-zone.js';
import { text, time } from '../../platform/validation/documented.js';
import { IsText, rule } from '../../platform/validation/validators.js';
import type { Mode } from '../access/permissions.js';
import { brandColorFault } from './brand-color.js';
import { MAX_LOGO_BYTES, readLogo } from './logo.js';
import { IsWebOrigin } from './web-origin.js';

const MAX_ORIGINS = 20;
/** The languages of the checkout, also as spoken in one region. */
const LOCALE = /^(en|hi|ta|bn)(-[A-Z]{2})?$/;
/** ITU-T E.164: `+`, country code and number, without separators. */
const PHONE = /^\+[1-9]\d{6,14}$/;
const MAX_EMAIL_LENGTH = 254;
const LOGO = 'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAAAAAA6mKC9AAAADUlEQVR42mNgGAXIAAABEAABf80DtQAAAABJRU5ErkJggg==';

const isLogo = () =>
  rule('isLogo', undefined, (value) => {
    const read = readLogo(value);
    return 'fault' in read ? `$property ${read.fault}` : null;
  });
const isBrandColor = () =>
  rule('isBrandColor', undefined, (value) => {
    const fault = brandColorFault(value);
    return fault && `$property ${fault}`;
  });
const IfGiven = () => ValidateIf((_, value) => value !== null && value !== undefined);
const nullable = { type: 'string', nullable: true, required: false } as const;
const origins = {
  type: 'array',
  items: { type: 'string' },
  maxItems: MAX_ORIGINS,
  example: ['https://shop.example'],
} as const;

export class MerchantDto {
  @ApiProperty({ type: 'string', format: 'uuid' })
  id: string;
  /** What shoppers see at the checkout. */
  name: string;
  /** `test` reaches the simulated bank alone, `live` never does. */
  @ApiProperty({ enum: ['test', 'live'] })
  mode: Mode;
  /** Where to write to about this merchant. */
  @ApiProperty({ ...text, example: 'payments@shop.example' })
  email: string | null;
  /** Web origins that may show the checkout in a frame. */
  @ApiProperty(origins)
  allowed_origins: string[];
  /** Null: a live merchant that waits for an operator of this gateway. Until then it takes no orders and no payments. */
  @ApiProperty({ ...time, nullable: true, example: '2026-01-31T09:30:00.000Z' })
  activated_at: string | null;
  /** IANA name of the time zone in which the merchant's days begin, in statistics and in the dashboard. */
  @ApiProperty({ example: 'Asia/Kolkata' })
  time_zone: string;
  /**
   * Whether payments may name the shopper's UPI address (UPI collect). True for test merchants. False for live merchants:
   * collect ended in India on 28 February 2026 but for a few exempt cases, and shoppers pay by QR code or in their app.
   */
  @ApiProperty({ example: true })
  upi_collect: boolean;
  /** Colour of buttons and marks at the checkout and on receipts, `#rrggbb`. Null: the checkout's own. */
  @ApiProperty({ ...text, example: '#0b5fff' })
  brand_color: string | null;
  /** The logo at the checkout and on receipts: a PNG in base64. */
  @ApiProperty({ ...text, format: 'byte', example: LOGO })
  logo: string | null;
  /** Where shoppers write to; shown at the checkout and on receipts. */
  @ApiProperty({ ...text, example: 'help@shop.example' })
  support_email: string | null;
  /** What shoppers call, in E.164. */
  @ApiProperty({ ...text, example: '+919876543210' })
  support_phone: string | null;
  /** Language of mails and receipts, and the format of their numbers and times. */
  @ApiProperty({ example: 'en-IN' })
  locale: string;
  /** Whether every captured payment whose payer's email is known gets a receipt by mail, if this gateway sends mail. */
  @ApiProperty({ example: false })
  mail_receipts: boolean;
  /** Members without a second factor may do nothing here until they add one. */
  @ApiProperty({ example: false })
  requires_second_factor: boolean;
  /** Whether the official clients of Razorpay and Stripe may call with the merchant's keys. Always true in test mode. */
  @ApiProperty({ example: true })
  compatible_apis: boolean;
  @ApiProperty(time)
  created_at: string;
  @ApiProperty(time)
  updated_at: string;
}

export class UpdateMerchantDto {
  /** 1 to 255 characters. */
  @IsOptional()
  @IsText(255, 1)
  @Loggable()
  name?: string;

  /** Null removes it. */
  @ApiProperty({ type: 'string', format: 'email', nullable: true, required: false })
  @ValidateIf((_, value) => value !== null && value !== undefined)
  @IsEmail({}, { message: '$property must be an email address' })
  @Loggable()
  email?: string | null;

  /** Scheme, host and port alone: `https://shop.example`. For a test merchant http on this machine will do. */
  @ApiProperty({ ...origins, required: false })
  @IsOptional()
  @IsArray({ message: '$property must be an array' })
  @ArrayMaxSize(MAX_ORIGINS, { message: `$property must have at most ${MAX_ORIGINS} entries` })
  @IsWebOrigin({ each: true })
  @Loggable()
  allowed_origins?: string[];

  /** IANA name, such as `Asia/Kolkata`. Days that were counted before are divided by hours of UTC. */
  @ApiProperty({ required: false, example: 'Asia/Kolkata' })
  @IsOptional()
  @IsTimeZone()
  @Loggable()
  time_zone?: string;

  /** Turn it on for a live merchant only if NPCI exempts it and its acquirer supports UPI collect. */
  @IsOptional()
  @IsBoolean()
  @Loggable()
  upi_collect?: boolean;

  /**
   * `#rrggbb`. Refused if its contrast with the white page is below 3:1, or if neither white nor dark text on it has a
   * contrast of 4.5:1. Null: the checkout's own colour.
   */
  @ApiProperty({ ...nullable, pattern: '^#[0-9a-fA-F]{6}$', example: '#0b5fff' })
  @IfGiven()
  @isBrandColor()
  @Loggable()
  brand_color?: string | null;

  /**
   * A PNG file in base64: at most 24 576 bytes, 16 to 512 pixels wide and high. Texts, places and animations in it are
   * removed. It is stored here, so that the checkout loads nothing from another host. Null removes it.
   */
  @ApiProperty({ ...nullable, format: 'byte', maxLength: Math.ceil(MAX_LOGO_BYTES / 3) * 4, example: LOGO })
  @IfGiven()
  @isLogo()
  logo?: string | null;

  /** At most 254 characters. Null removes it. */
  @ApiProperty({ ...nullable, format: 'email', maxLength: MAX_EMAIL_LENGTH, example: 'help@shop.example' })
  @IfGiven()
  @IsEmail({}, { message: '$property must be an email address' })
  @MaxLength(MAX_EMAIL_LENGTH, { message: `$property must be at most ${MAX_EMAIL_LENGTH} characters long` })
  @Loggable()
  support_email?: string | null;

  /** In E.164: `+`, the country code and the number, without spaces. Null removes it. */
  @ApiProperty({ ...nullable, pattern: PHONE.source, example: '+919876543210' })
  @IfGiven()
  @Matches(PHONE, { message: '$property must be a number in E.164, such as +919876543210' })
  @Loggable()
  support_phone?: string | null;

  /** `en`, `hi`, `ta` or `bn`, also with a region: `en-IN`. */
  @ApiProperty({ required: false, pattern: LOCALE.source, example: 'hi-IN' })
  @IsOptional()
  @Matches(LOCALE, { message: '$property must be en, hi, ta or bn, also with a region, such as en-IN' })
  @Loggable()
  locale?: string;

  /** True: from now on, every captured payment whose payer's email is known gets a receipt by mail. */
  @IsOptional()
  @IsBoolean()
  @Loggable()
  mail_receipts?: boolean;

  /** Whether members need a second factor. Only an owner who has one turns it on; needs a fresh factor. */
  @IsOptional()
  @IsBoolean()
  @Loggable()
  requires_second_factor?: boolean;

  /**
   * For a live merchant: true lets the official clients of Razorpay and Stripe call with its keys, within 5 s. From then
   * on the secrets of its new keys are stored encrypted, because Razorpay's clients verify signatures made with them; a
   * key that is older has to be rolled for that. A test merchant may always be called so: there it has no effect.
   */
  @IsOptional()
  @IsBoolean()
  @Loggable()
  compatible_apis?: boolean;
}

export class CreateMerchantDto {
  /** 1 to 255 characters; shoppers see it at the checkout. */
  @IsText(255, 1)
  @Loggable()
  name: string;

  /** A live merchant needs a connection at an acquirer before its payments can be charged, and an operator who activates it. */
  @ApiProperty({ required: false, enum: ['test', 'live'], default: 'test' })
  @IsOptional()
  @IsIn(['test', 'live'])
  @Loggable()
  mode?: Mode;
}
