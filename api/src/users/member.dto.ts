import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsIn } from 'class-validator';
import { type Role, ROLES } from '../access/permissions.js';
import { time } from '../common/documented.js';
import { Loggable } from '../common/loggable.js';

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
  /** When they joined. */
  @ApiProperty(time)
  created_at: string;
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
  /** Shown here only: there is no mail, so hand it over yourself. */
  @ApiProperty({ example: 'http://localhost:3000/register?invite=…' })
  invite_url: string;
}

export class MemberListDto {
  /** The oldest first. */
  @ApiProperty({ type: [MemberDto] })
  data: MemberDto[];
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

export class RemovedMemberDto {
  @ApiProperty({ type: 'string', format: 'uuid' })
  id: string;
  @ApiProperty({ enum: [true] })
  deleted: true;
}
