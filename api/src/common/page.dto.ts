import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { QueryInt, QueryTime } from './query.js';
import { IsText } from './validators.js';

/** What every list takes. */
export class PageQueryDto {
  /** Rows per page, 1 to 100. */
  @QueryInt(1, 100)
  limit?: number;

  /** `next_cursor` of the page before. */
  @IsOptional()
  @IsText(200)
  cursor?: string;

  /** Created at or after this time (ISO 8601). */
  @QueryTime()
  created_from?: Date;

  /** Created before this time (ISO 8601). */
  @QueryTime()
  created_to?: Date;
}

/** What every list answers besides its `data`. */
export class PageDto {
  /** True when older rows follow. */
  has_more: boolean;

  /** Pass it as `cursor` for the next page; null on the last one. */
  @ApiProperty({ type: 'string', nullable: true })
  next_cursor: string | null;
}
