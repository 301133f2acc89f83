import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { text, time } from '../common/documented.js';
import { PageDto, PageQueryDto } from '../common/page.dto.js';
import { IsText } from '../common/validators.js';

export class ListAuditDto extends PageQueryDto {
  /** `user:<id>` or `api_key:<id>`. */
  @IsOptional()
  @IsText(300)
  actor?: string;

  /** Id of what was changed. */
  @IsOptional()
  @IsText(100)
  object_id?: string;

  /** An action or its beginning: `payments.` for all about payments. */
  @IsOptional()
  @IsText(100)
  action?: string;
}

export class AuditEntryDto {
  @ApiProperty({ type: 'string', format: 'uuid' })
  id: string;
  /** Who: `user:<id>`. */
  actor: string;
  /** The user's name. */
  @ApiProperty(text)
  actor_name: string | null;
  /** What, as noun and verb. */
  @ApiProperty({ example: 'refunds.create' })
  action: string;
  /** Id in the path: what it was done to. */
  @ApiProperty(text)
  object_id: string | null;
  /** What was asked for, without secrets. */
  @ApiProperty({ type: 'object', nullable: true, additionalProperties: true, example: { amount: 500 } })
  detail: Record<string, unknown> | null;
  /** HTTP status of the answer; null when there was none: the change may or may not have been made. */
  @ApiProperty({ type: 'integer', nullable: true, example: 201 })
  outcome: number | null;
  /** IP address of the person. */
  @ApiProperty(text)
  address: string | null;
  @ApiProperty(text)
  user_agent: string | null;
  @ApiProperty(text)
  request_id: string | null;
  @ApiProperty(time)
  created_at: string;
}

export class AuditPageDto extends PageDto {
  @ApiProperty({ type: [AuditEntryDto] })
  data: AuditEntryDto[];
}
