import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsIn, IsOptional } from 'class-validator';
import { Loggable } from '../../platform/telemetry/loggable.js';
import { time } from '../../platform/validation/documented.js';
import { type Role, ROLES } from '../access/permissions.js';

const role = { enum: ROLES, example: 'developer' } as const;
const NO_EMAIL = { message: '$property must be an email address' };

export class MemberDto {
  /** The user's id. */
  @ApiProperty({ type: 'string', format: 'uuid' })
  id: string;
  @ApiProperty({ type: 'string', format: 'email' })
  email: string;
  name: string;
  @ApiProperty(role)
  role: Role;
  /** When they last used a session; null: not in the last days. */
  @ApiProperty({ ...time, nullable: true })
  last_seen_at: string | null;
  /** How many working API keys of this merchant they made or rolled. */
  @ApiProperty({ type: 'integer', minimum: 0, example: 1 })
  api_keys: number;
  /** Whether each of their sign-ins takes a second factor. */
  @ApiProperty({ example: true })
  second_factor: boolean;
  /** When they joined. */
  @ApiProperty(time)
  created_at: string;
}

export class ListedMemberDto extends MemberDto {
  /** Until then too many wrong passwords keep this person from signing in on a new device; null: nothing does. */
  @ApiProperty({ ...time, nullable: true, example: null })
  locked_until: string | null;
}

export class InviteDto {
  @ApiProperty({ type: 'string', format: 'uuid' })
  id: string;
  @ApiProperty({ type: 'string', format: 'email' })
  email: string;
  @ApiProperty(role)
  role: Role;
  @ApiProperty(time)
  expires_at: string;
  @ApiProperty(time)
  created_at: string;
}

export class NewInviteDto extends InviteDto {
  /**
   * Shown here only: there is no mail, so hand it over yourself. In a replay its token is masked
   * (`****`), except for the person who made it.
   */
  @ApiProperty({ example: 'http://localhost:3000/register?invite=…' })
  invite_url: string;
}

export class MemberListDto {
  /** The oldest first. */
  @ApiProperty({ type: [ListedMemberDto] })
  data: ListedMemberDto[];
  /** Those who have not joined yet. */
  @ApiProperty({ type: [InviteDto] })
  invites: InviteDto[];
}

export class InviteMemberDto {
  @ApiProperty({ type: 'string', format: 'email' })
  @IsEmail({}, NO_EMAIL)
  @Loggable()
  email: string;

  /** Only an owner makes owners. */
  @ApiProperty(role)
  @IsIn(ROLES)
  @Loggable()
  role: Role;
}

export class UpdateMemberDto {
  @ApiProperty(role)
  @IsIn(ROLES)
  @Loggable()
  role: Role;
}

export class RemoveMemberDto {
  /** What becomes of the API keys that the member made or rolled. Needed if any of them still works. */
  @ApiProperty({ required: false, enum: ['revoke', 'keep'] })
  @IsOptional()
  @IsIn(['revoke', 'keep'])
  @Loggable()
  api_keys?: 'revoke' | 'keep';
}

export class RemovedMemberDto {
  @ApiProperty({ type: 'string', format: 'uuid' })
  id: string;
  @ApiProperty({ enum: [true] })
  deleted: true;
  /** Ids of the member's API keys that were revoked; they open nothing within five seconds. */
  revoked_api_keys: string[];
  /** Ids of those that still work. */
  kept_api_keys: string[];
}

export class UnlockedMemberDto {
  @ApiProperty({ type: 'string', format: 'uuid' })
  id: string;
  /** False: nothing kept them from signing in. */
  @ApiProperty({ example: true })
  unlocked: boolean;
}
