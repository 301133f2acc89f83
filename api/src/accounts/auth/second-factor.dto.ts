import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { time } from '../../platform/validation/documented.js';
import { IsText } from '../../platform/validation/validators.js';
import { MAX_PASSWORD_LENGTH } from '../users/password.js';
import { PasskeyDto } from './passkey.dto.js';

const code = { minLength: 1, maxLength: 40, example: '287082' } as const;

export class SecondFactorSignInDto {
  /** The `token` of the first step. */
  @ApiProperty({ minLength: 1, maxLength: 100, example: 'signin_…' })
  @IsText(100, 1)
  token: string;

  /** Six digits of the authenticator app, or a recovery code. Each is accepted once. */
  @ApiProperty(code)
  @IsText(40, 1)
  code: string;
}

export class ConfirmDto {
  /** Of a user without a second factor. */
  @ApiProperty({ required: false, minLength: 1, maxLength: MAX_PASSWORD_LENGTH })
  @IsOptional()
  @IsText(MAX_PASSWORD_LENGTH, 1)
  password?: string;

  /** Of a user with a second factor: six digits of the app, or a recovery code. Each is accepted once. */
  @ApiProperty({ ...code, required: false })
  @IsOptional()
  @IsText(40, 1)
  code?: string;

  /** Of a user with a passkey: the browser's response to `POST /api/v1/auth/confirm/options`, as JSON. */
  @ApiProperty({ required: false, minLength: 1, maxLength: 16_384 })
  @IsOptional()
  @IsText(16_384, 1)
  passkey?: string;
}

export class ConfirmedDto {
  /** Until then this session may do what needs a fresh factor. */
  @ApiProperty(time)
  fresh_until: string;
}

export class SecondFactorDto {
  /** When the authenticator app was added. Null: there is none. */
  @ApiProperty({ ...time, nullable: true, example: '2026-01-31T09:30:00.000Z' })
  totp_since: string | null;
  /** The oldest first. */
  @ApiProperty({ type: [PasskeyDto] })
  passkeys: PasskeyDto[];
  /** Recovery codes that were not used. */
  @ApiProperty({ type: 'integer', minimum: 0, example: 10 })
  recovery_codes_left: number;
}

export class NewTotpDto {
  /** In base32, for typing. It counts once a code of it was confirmed, within an hour. */
  @ApiProperty({ example: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' })
  secret: string;
  /** The content of the QR code that the app reads. */
  @ApiProperty({ example: 'otpauth://totp/Payment%20gateway:asha%40shop.example?…' })
  otpauth_url: string;
}

export class ConfirmTotpDto {
  /** Six digits that the app shows. */
  @ApiProperty({ minLength: 6, maxLength: 10, example: '287082' })
  @IsText(10, 6)
  code: string;
}

export class RecoveryCodesDto {
  /**
   * Each signs in once in place of a code of the app. Shown here only. Empty: the user has recovery codes already, and
   * they stay valid.
   */
  @ApiProperty({ type: [String], example: ['k7mq-22ab-cdef-gh34'] })
  recovery_codes: string[];
}

export class ResetFactorDto {
  @ApiProperty({ type: 'string', format: 'uuid' })
  id: string;
  /** False: the member had no second factor. */
  @ApiProperty({ example: true })
  reset: boolean;
}
