import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { QueryInt, QueryTime } from '../validation/query.js';
import { IsText } from '../validation/validators.js';

/** The orders of a list besides newest first. */
const AMOUNT_ORDERS = ['amount', '-amount'] as const;
export type AmountOrder = (typeof AMOUNT_ORDERS)[number];

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

/** A list is counted up to here, and an offset is at most this: beyond it a page is found by its cursor. */
export const MAX_COUNTED = 10_000;

/** How such a list is read, for the document. */
export const LISTED =
  'By `cursor`, without a limit; or by `offset`, for the first 10 000: the response then also has `total`, `limit` and ' +
  '`offset`. `total` is exact up to 10 000; 10 000 means that many or more.';

/** What a list takes that is also read by offset. */
export class OffsetQueryDto extends PageQueryDto {
  /** Rows to skip, at most 10 000: beyond that follow `next_cursor`. Not together with `cursor`. */
  @ApiProperty({ required: false, type: 'integer', minimum: 0, maximum: MAX_COUNTED })
  @QueryInt(0, Number.MAX_SAFE_INTEGER)
  offset?: number;
}

/** What a list of amounts takes. */
export class SortQueryDto extends OffsetQueryDto {
  /**
   * `amount`: the smallest first; `-amount`: the largest first, in minor units, whatever the currency. Needs `created_from`,
   * at most 92 days before `created_to` or now. Without it the newest is first. A cursor belongs to its order.
   */
  @ApiProperty({ required: false, enum: AMOUNT_ORDERS })
  @IsOptional()
  @IsIn(AMOUNT_ORDERS)
  sort?: AmountOrder;
}

/** What every list returns in addition to `data`. */
export class PageDto {
  /** True when older rows follow. */
  has_more: boolean;

  /** Pass it as `cursor` for the next page; null on the last one. */
  @ApiProperty({ type: 'string', nullable: true })
  next_cursor: string | null;
}

/** What a list returns in addition if the request has `offset`. */
export class OffsetPageDto extends PageDto {
  /** With `offset`: the rows that meet the filters, exact up to 10 000; 10 000 means that many or more. */
  @ApiProperty({ required: false, type: 'integer', minimum: 0, maximum: MAX_COUNTED })
  total?: number;
  /** With `offset`: rows per page. */
  @ApiProperty({ required: false, type: 'integer', minimum: 1, maximum: 100 })
  limit?: number;
  /** With `offset`: rows skipped. */
  @ApiProperty({ required: false, type: 'integer', minimum: 0, maximum: MAX_COUNTED })
  offset?: number;
}
