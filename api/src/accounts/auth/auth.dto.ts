import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsOptional } from 'class-validator';
import { Loggable } from '../../platform/telemetry/loggable.js';
import { time } from '../../platform/validation/documented.js';
import { IsText } from '../../platform/validation/validators.js';
import { type Mode, type Permission, PERMISSIONS, type Role, ROLES } from '../access/permissions.js';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../users/password.js';

const email = { type: 'string', format: 'email', example: 'asha@shop.example' } as const;
const NO_EMAIL = { message: '$property must be an email address' };
const newPassword = { type: 'string', minLength: MIN_PASSWORD_LENGTH, maxLength: MAX_PASSWORD_LENGTH } as const;

const deviceToken = { required: false, example: 'device_…' } as const;

export class LoginDto {
  @ApiProperty(email)
  @IsText(320, 1)
  @Loggable()
  email: string;

  @IsText(MAX_PASSWORD_LENGTH, 1)
  password: string;

  /** The `device_token` of an earlier login on this device: others' wrong passwords then do not lock it out. */
  @ApiProperty(deviceToken)
  @IsOptional()
  @IsText(300)
  device_token?: string;
}

export class RegisterDto {
  @ApiProperty(email)
  @IsEmail({}, NO_EMAIL)
  @Loggable()
  email: string;

  /**
   * 12 to 256 characters, of any kind, hard to guess: neither common or breached nor made of the email or name. With an
   * invite for an address that has an account: that account's password.
   */
  @ApiProperty(newPassword)
  @IsText(MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH)
  password: string;

  /** What the team calls this person, 1 to 100 characters. */
  @IsText(100, 1)
  @Loggable()
  name: string;

  /** Name of the test merchant to make, 1 to 255 characters. Absent: made from the person's name. */
  @IsOptional()
  @IsText(255, 1)
  @Loggable()
  merchant_name?: string;

  /** The token of an invite's link: joins that merchant instead of making one. Works also with registration off. */
  @IsOptional()
  @IsText(100, 1)
  invite?: string;

  /** As at the login, for an address that has an account. */
  @ApiProperty(deviceToken)
  @IsOptional()
  @IsText(300)
  device_token?: string;
}

export class ChangePasswordDto {
  @IsText(MAX_PASSWORD_LENGTH, 1)
  current_password: string;

  /** 12 to 256 characters, of any kind, hard to guess: neither common or breached nor made of the email or name. */
  @ApiProperty(newPassword)
  @IsText(MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH)
  new_password: string;
}

export class RequestPasswordResetDto {
  @ApiProperty(email)
  @IsEmail({}, NO_EMAIL)
  @Loggable()
  email: string;
}

export class ConfirmPasswordResetDto {
  /** The token of the link: what follows `?token=`. */
  @ApiProperty({ minLength: 1, maxLength: 100, example: 'q0Zt…' })
  @IsText(100, 1)
  token: string;

  /** 12 to 256 characters, of any kind, hard to guess: neither common or breached nor made of the email or name. */
  @ApiProperty(newPassword)
  @IsText(MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH)
  new_password: string;
}

export class UserDto {
  @ApiProperty({ type: 'string', format: 'uuid' })
  id: string;
  @ApiProperty(email)
  email: string;
  name: string;
  /** Runs this gateway: live merchants they make need no activation. The admin command grants it. */
  @ApiProperty({ example: false })
  operator: boolean;
  /** Whether each sign-in takes a second factor. */
  @ApiProperty({ example: false })
  second_factor: boolean;
}

export class MembershipDto {
  /** Merchant id, for `X-Merchant-Id`. */
  @ApiProperty({ type: 'string', format: 'uuid' })
  id: string;
  name: string;
  @ApiProperty({ enum: ['test', 'live'] })
  mode: Mode;
  /** IANA name of the time zone in which the merchant's days begin. */
  @ApiProperty({ example: 'Asia/Kolkata' })
  time_zone: string;
  /** Language of the merchant's mails and receipts; its region decides the format of numbers and times. */
  @ApiProperty({ example: 'en-IN' })
  locale: string;
  @ApiProperty({ enum: ROLES })
  role: Role;
  /** False: a live merchant that waits for an operator's activation, and takes no orders and no payments. */
  @ApiProperty({ example: true })
  active: boolean;
  /** Members without a second factor may do nothing there until they add one. */
  @ApiProperty({ example: false })
  requires_second_factor: boolean;
  /** What that role may do there. */
  @ApiProperty({ enum: PERMISSIONS, isArray: true })
  permissions: Permission[];
}

export class MeDto {
  @ApiProperty({ type: UserDto })
  user: UserDto;
  /** The first is the one a session acts for without `X-Merchant-Id`. */
  @ApiProperty({ type: [MembershipDto] })
  merchants: MembershipDto[];
}

const METHODS = ['totp', 'passkey', 'recovery_code'] as const;

export interface SecondFactorNeeded {
  methods: (typeof METHODS)[number][];
}

const secondFactorNeeded: Record<string, unknown> = {
  type: 'object',
  nullable: true,
  required: ['methods'],
  properties: {
    methods: { type: 'array', items: { type: 'string', enum: METHODS }, description: 'What the user can prove' },
  },
  example: null,
};

export class SessionDto extends MeDto {
  /**
   * Null: signed in. Otherwise the password was right, and `token` is no session yet: send it with a code to
   * `POST /api/v1/auth/second-factor`, or a passkey to `POST /api/v1/auth/passkey`. `merchants` and `device_token` are empty until then.
   */
  @ApiProperty(secondFactorNeeded)
  second_factor: SecondFactorNeeded | null;
  /** Send it as `Authorization: Bearer …`. Shown here only. */
  @ApiProperty({ example: 'session_…' })
  token: string;
  /** The session ends then, and after 30 minutes without a request. A sign-in that waits for a code ends then. */
  @ApiProperty(time)
  expires_at: string;
  /**
   * Keep it on the device, for 400 days, and send it with the next login of this email: then wrong passwords that others
   * try do not lock this device out. It opens nothing.
   */
  @ApiProperty({ example: 'device_…' })
  device_token: string;
}

export class DoneDto {
  @ApiProperty({ enum: [true] })
  done: true;
}

export class InviteInfoDto {
  @ApiProperty(email)
  email: string;
  @ApiProperty({ enum: ROLES })
  role: Role;
  /** Name of the merchant. */
  merchant: string;
  @ApiProperty({ enum: ['test', 'live'] })
  mode: Mode;
}
