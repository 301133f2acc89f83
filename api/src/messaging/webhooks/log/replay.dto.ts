import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { Loggable } from '../../../platform/telemetry/loggable.js';
import { QueryTime } from '../../../platform/validation/query.js';
import { IsText } from '../../../platform/validation/validators.js';

export const REPLAY_FORMS = ['failed', 'missing', 'all'] as const;
export type ReplayForm = (typeof REPLAY_FORMS)[number];

export class ReplayDto {
  /** Deliveries and events created at or after this time (ISO 8601). */
  @ApiProperty({ required: true, type: 'string', format: 'date-time', example: '2026-01-31T00:00:00Z' })
  @QueryTime()
  @Loggable()
  since: Date;

  @ApiProperty({ enum: REPLAY_FORMS })
  @IsIn(REPLAY_FORMS)
  @Loggable()
  only: ReplayForm;

  /** `next_cursor` of the call before, with the same `since` and `only`. */
  @IsOptional()
  @IsText(200)
  cursor?: string;
}

export class ReplayedDto {
  /** Deliveries that are due now. */
  @ApiProperty({ type: 'integer', example: 12 })
  scheduled: number;
  /** True when there is more than one call may schedule. */
  has_more: boolean;
  /** Pass it as `cursor` to go on; null when all is scheduled. */
  @ApiProperty({ type: 'string', nullable: true, example: null })
  next_cursor: string | null;
}
