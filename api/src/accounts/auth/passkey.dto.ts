import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { Loggable } from '../../platform/telemetry/loggable.js';
import { time } from '../../platform/validation/documented.js';
import { IsText } from '../../platform/validation/validators.js';

const token = { required: false, minLength: 1, maxLength: 100, example: 'signin_…' } as const;
const MAX_RESPONSE_LENGTH = 16_384;
const response = { minLength: 1, maxLength: MAX_RESPONSE_LENGTH, example: '{"id":"…","response":{…}}' } as const;

export class PasskeyOptionsDto {
  /** The `token` of the first step. Absent: the passkey signs in alone. */
  @ApiProperty(token)
  @IsOptional()
  @IsText(100, 1)
  token?: string;
}

export class PasskeyRequestDto {
  /** JSON for the browser: `PublicKeyCredential.parse…OptionsFromJSON`, or `@simplewebauthn/browser`. Valid for 5 minutes. */
  @ApiProperty({ example: '{"challenge":"…","rpId":"localhost"}' })
  options: string;
}

export class PasskeySignInDto {
  /** The `token` of the first step, if the options were made with it. */
  @ApiProperty(token)
  @IsOptional()
  @IsText(100, 1)
  token?: string;

  /** The browser's response as JSON. */
  @ApiProperty(response)
  @IsText(MAX_RESPONSE_LENGTH, 1)
  response: string;

  /** As at the login with a password. */
  @ApiProperty({ required: false, example: 'device_…' })
  @IsOptional()
  @IsText(300)
  device_token?: string;
}

export class AddPasskeyDto {
  /** 1 to 100 characters: the device or the password manager. */
  @IsText(100, 1)
  @Loggable()
  name: string;

  /** The browser's response as JSON. */
  @ApiProperty(response)
  @IsText(MAX_RESPONSE_LENGTH, 1)
  response: string;
}

export class PasskeyDto {
  @ApiProperty({ example: 'm0Zl5nJc…' })
  id: string;
  @ApiProperty({ example: 'Laptop' })
  name: string;
  @ApiProperty({ ...time, nullable: true, example: null })
  last_used_at: string | null;
  @ApiProperty(time)
  created_at: string;
}
