import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { PageDto, PageQueryDto } from '../../platform/http/page.dto.js';
import { text, time } from '../../platform/validation/documented.js';
import { QueryInt, QueryTime } from '../../platform/validation/query.js';
import { IsText } from '../../platform/validation/validators.js';

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
  /** Who: `user:<id>`, `api_key:<id>`, or `system` for what the gateway did by itself. */
  actor: string;
  /** The user's name. */
  @ApiProperty(text)
  actor_name: string | null;
  /** What, as noun and verb. */
  @ApiProperty({ example: 'refunds.create' })
  action: string;
  /** What it was done to, or what it made. */
  @ApiProperty(text)
  object_id: string | null;
  /** The request, without secrets. */
  @ApiProperty({ type: 'object', nullable: true, additionalProperties: true, example: { amount: 500 } })
  detail: Record<string, unknown> | null;
  /** HTTP status of the response; null if there was none: the change may or may not have been made. */
  @ApiProperty({ type: 'integer', nullable: true, example: 201 })
  outcome: number | null;
  /** What came of it: `changed`, the fields as they are now, or `refused`, the error. Null as long as `outcome`. */
  @ApiProperty({ type: 'object', nullable: true, additionalProperties: true, example: { changed: { enabled: false } } })
  result: Record<string, unknown> | null;
  /** IP address that it came from. */
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

export const EXPORT_FORMATS = ['jsonl', 'csv'] as const;

export class ExportAuditDto {
  /** `jsonl`, which can be verified: a line is the text that was hashed, with the hash behind it. Or `csv`. */
  @IsOptional()
  @IsIn(EXPORT_FORMATS)
  @ApiProperty({ enum: EXPORT_FORMATS, required: false, default: 'jsonl' })
  format?: (typeof EXPORT_FORMATS)[number];

  /** Made at or after this time (ISO 8601). */
  @QueryTime()
  created_from?: Date;

  /** Made before this time (ISO 8601). */
  @QueryTime()
  created_to?: Date;
}

export class VerifyAuditDto {
  /** `next_seq` of the call before; without it: from the oldest entry. */
  @QueryInt(1, Number.MAX_SAFE_INTEGER)
  from_seq?: number;
}

export class AuditBreakDto {
  /** Number of the first entry that does not fit. */
  seq: number;
  /** Its id; null where the entry is missing, or the signature of the chain's end or anchor is bad. */
  @ApiProperty(text)
  id: string | null;
  @ApiProperty({ enum: ['missing', 'changed', 'backdated', 'not_in_chain', 'bad_signature'] })
  reason: 'missing' | 'changed' | 'backdated' | 'not_in_chain' | 'bad_signature';
}

const number = { type: 'integer', minimum: 0 } as const;

/** Whether the entries are those that were written, as far as this call has read. */
export class AuditVerificationDto {
  valid: boolean;
  /** How many entries this call has read and found good. */
  @ApiProperty(number)
  entries: number;
  @ApiProperty(number)
  from_seq: number;
  /** The last good entry. */
  @ApiProperty(number)
  to_seq: number;
  /** Its hash. Kept elsewhere, it proves later that nothing before it has changed. */
  @ApiProperty({ example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' })
  head: string;
  /** The last entry that RETENTION_AUDIT_LOG has deleted; 0: none. */
  @ApiProperty(number)
  anchor_seq: number;
  /** Entries of the last moments that are not linked yet, counted up to 10 000. */
  @ApiProperty(number)
  not_linked: number;
  /** Where the next call goes on; null at the end of the chain, or where it is broken. */
  @ApiProperty({ type: 'integer', nullable: true })
  next_seq: number | null;
  @ApiProperty({ type: () => AuditBreakDto, nullable: true, example: null })
  broken: AuditBreakDto | null;
}
