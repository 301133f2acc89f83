import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsBoolean, IsEmail, IsIn, IsOptional, ValidateIf } from 'class-validator';
import { Loggable } from '../../platform/telemetry/loggable.js';
import { IsTimeZone } from '../../platform/time-zone.js';
import { text, time } from '../../platform/validation/documented.js';
import { IsText } from '../../platform/validation/validators.js';
import type { Mode } from '../access/permissions.js';
import { IsWebOrigin } from './web-origin.js';

const MAX_ORIGINS = 20;
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
}

export class CreateMerchantDto {
  /** 1 to 255 characters; shoppers see it at the checkout. */
  @IsText(255, 1)
  @Loggable()
  name: string;

  /** A live merchant needs a live connector before its payments can be charged, and an operator who activates it. */
  @ApiProperty({ required: false, enum: ['test', 'live'], default: 'test' })
  @IsOptional()
  @IsIn(['test', 'live'])
  @Loggable()
  mode?: Mode;
}
