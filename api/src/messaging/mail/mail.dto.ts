import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { PageDto, PageQueryDto } from '../../platform/http/page.dto.js';
import { MAIL_KINDS, type MailKind } from '../../platform/mail/mail-kinds.js';
import { text, time } from '../../platform/validation/documented.js';

export const MAIL_STATUSES = ['pending', 'sent', 'failed', 'kept'] as const;
export type MailStatus = (typeof MAIL_STATUSES)[number];

const EXAMPLE = 'Invitation to Tea shop';

export class MailDto {
  @ApiProperty({ type: 'string', format: 'uuid' })
  id: string;
  /** What it is about. More kinds may be added. */
  @ApiProperty({ enum: MAIL_KINDS, example: 'invite' })
  kind: MailKind;
  /** The invite, payment or endpoint that it is about. */
  @ApiProperty({ ...text, example: 'we_0V6bT1zq8KJh3mPd' })
  object_id: string | null;
  @ApiProperty({ example: 'asha@shop.example' })
  recipient: string;
  @ApiProperty({ example: EXAMPLE })
  subject: string;
  /**
   * `sent`: the mail server has accepted it. `failed`: it was refused, or the last attempt failed. `kept`: this demo run
   * has no mail server, and the mail stays here.
   */
  @ApiProperty({ enum: MAIL_STATUSES })
  status: MailStatus;
  /** Attempts to send it. */
  @ApiProperty({ type: 'integer', example: 1 })
  attempts: number;
  /** Why the last attempt failed, e.g. `timeout` or `rejected`. More may be added. */
  @ApiProperty(text)
  error: string | null;
  @ApiProperty({ ...time, nullable: true, example: null })
  next_attempt_at: string | null;
  @ApiProperty({ ...time, nullable: true, example: '2026-01-31T09:30:01.000Z' })
  sent_at: string | null;
  @ApiProperty(time)
  created_at: string;
}

export class MailDetailDto extends MailDto {
  /** The mail as text. A link that is a credential, such as an invite, reads `[link]`: only its recipient may have it. */
  @ApiProperty({ example: `${EXAMPLE}…` })
  text: string;
}

export class ListMailsDto extends PageQueryDto {
  @ApiProperty({ required: false, enum: MAIL_STATUSES })
  @IsOptional()
  @IsIn(MAIL_STATUSES)
  status?: MailStatus;

  @ApiProperty({ required: false, enum: MAIL_KINDS })
  @IsOptional()
  @IsIn(MAIL_KINDS)
  kind?: MailKind;
}

export class MailPageDto extends PageDto {
  @ApiProperty({ type: [MailDto] })
  data: MailDto[];
}
