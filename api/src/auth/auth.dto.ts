import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsOptional } from 'class-validator';
import { type Mode, type Permission, PERMISSIONS, type Role, ROLES } from '../access/permissions.js';
import { time } from '../common/documented.js';
import { IsText } from '../common/validators.js';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../users/password.js';

const email = { type: 'string', format: 'email', example: 'asha@shop.example' } as const;
const NO_EMAIL = { message: '$property must be an email address' };
const newPassword = { type: 'string', minLength: SHORTEST_PASSWORD, maxLength: LONGEST_PASSWORD } as const;

export class LoginDto {
  @ApiProperty(email)
  @IsText(320, 1)
  email: string;

  @IsText(LONGEST_PASSWORD, 1)
  password: string;
}

export class RegisterDto {
  @ApiProperty(email)
  @IsEmail({}, NO_EMAIL)
  email: string;

  /** 12 to 256 characters. With an invite for an address that has an account: that account's password. */
  @ApiProperty(newPassword)
  @IsText(LONGEST_PASSWORD, SHORTEST_PASSWORD)
  password: string;

  /** What the team calls this person, 1 to 100 characters. */
  @IsText(100, 1)
  name: string;

  /** Name of the test merchant to make, 1 to 255 characters. Absent: made from the person's name. */
  @IsOptional()
  @IsText(255, 1)
  merchant_name?: string;

  /** The token of an invite's link: joins that merchant instead of making one. Works also with registration off. */
  @IsOptional()
  @IsText(100, 1)
  invite?: string;
}

export class ChangePasswordDto {
  @IsText(LONGEST_PASSWORD, 1)
  current_password: string;

  @ApiProperty(newPassword)
  @IsText(LONGEST_PASSWORD, SHORTEST_PASSWORD)
  new_password: string;
}

export class UserDto {
  @ApiProperty({ type: 'string', format: 'uuid' })
  id: string;
  @ApiProperty(email)
  email: string;
  name: string;
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
  @ApiProperty({ enum: ROLES })
  role: Role;
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

export class SessionDto extends MeDto {
  /** Send it as `Authorization: Bearer …`. Shown here only. */
  @ApiProperty({ example: 'session_…' })
  token: string;
  /** The session ends then, and after 30 minutes without a request. */
  @ApiProperty(time)
  expires_at: string;
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
