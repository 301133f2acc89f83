import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { Mode } from '../../../accounts/access/permissions.js';
import { MAX_COUNTED, OffsetQueryDto, PageDto } from '../../../platform/http/page.dto.js';
import { text as error, time } from '../../../platform/validation/documented.js';
import { IsText } from '../../../platform/validation/validators.js';
import { EVENT_TYPES, type EventType } from '../../events/event-types.js';

const STATUSES = ['pending', 'success', 'failed'] as const;
const code = { type: 'integer', nullable: true, example: 200 } as const;

export class ListWebhooksDto extends OffsetQueryDto {
  @ApiProperty({ required: false, enum: EVENT_TYPES })
  @IsOptional()
  @IsIn(EVENT_TYPES)
  event?: EventType;

  @ApiProperty({ required: false, enum: STATUSES })
  @IsOptional()
  @IsIn(STATUSES)
  status?: (typeof STATUSES)[number];

  /** Deliveries to this endpoint; one that was deleted as well. */
  @IsOptional()
  @IsText(64)
  endpoint?: string;

  /** Deliveries of this event. */
  @IsOptional()
  @IsText(64)
  event_id?: string;
}

export class WebhookDto {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ enum: EVENT_TYPES })
  event: EventType;
  @ApiProperty({ example: 'evt_0V6bT1zq8KJh3mPd' })
  event_id: string;
  /** What the event is about. */
  @ApiProperty({ example: 'pay_0V6bT1zq8KJh3mPd' })
  object_id: string;
  /** Of this object, in minor units; null if it has none. */
  @ApiProperty({ type: 'integer', nullable: true, example: 50_000 })
  amount: number | null;
  @ApiProperty({ type: 'string', nullable: true, example: 'INR' })
  currency: string | null;
  @ApiProperty({ example: 'we_0V6bT1zq8KJh3mPd' })
  endpoint_id: string;
  @ApiProperty({ enum: ['test', 'live'] })
  mode: Mode;
  @ApiProperty({ enum: STATUSES })
  status: (typeof STATUSES)[number];
  /** HTTP attempts of the current round; a retry or replay begins a new one. */
  @ApiProperty({ type: 'integer', example: 1 })
  attempts: number;
  @ApiProperty(time)
  created_at: string;
  @ApiProperty({ ...time, nullable: true })
  last_attempt_at: string | null;
  /** Null unless it is pending. */
  @ApiProperty({ ...time, nullable: true })
  next_retry_at: string | null;
  /** Of the last attempt; null if it got no response. */
  @ApiProperty(code)
  response_code: number | null;
  /** Why the last attempt failed, e.g. `timeout`, `connection_refused`, `endpoint_disabled`. */
  @ApiProperty(error)
  error: string | null;
}

export class WebhookAttemptDto {
  /** Number within its round. */
  @ApiProperty({ type: 'integer', example: 1 })
  attempt: number;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  request_headers: Record<string, string>;
  @ApiProperty(code)
  response_code: number | null;
  /** The first 64 kB. */
  @ApiProperty({ type: 'string', nullable: true })
  response_body: string | null;
  @ApiProperty(error)
  error: string | null;
  @ApiProperty({ type: 'integer', example: 42 })
  duration_ms: number;
  /** When it ended. */
  @ApiProperty(time)
  created_at: string;
}

export class WebhookDetailDto extends WebhookDto {
  /** Where it goes now; null for an inbox. */
  @ApiProperty({ type: 'string', nullable: true })
  url: string | null;
  /** The exact bytes of every attempt, as text. */
  @ApiProperty({ example: '{"id":"evt_0V6bT1zq8KJh3mPd","event":"payment.success"}' })
  request_body: string;
  /** Every attempt of every round, oldest first. */
  @ApiProperty({ type: [WebhookAttemptDto] })
  history: WebhookAttemptDto[];
}

export class WebhookPageDto extends PageDto {
  @ApiProperty({ type: [WebhookDto] })
  data: WebhookDto[];
  /** Exact up to 10 000; 10 000 means that many or more. */
  @ApiProperty({ type: 'integer', maximum: MAX_COUNTED })
  total: number;
  @ApiProperty({ type: 'integer' })
  limit: number;
  @ApiProperty({ type: 'integer' })
  offset: number;
}

export class RetriedWebhookDto {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ enum: ['pending'] })
  status: 'pending';
  @ApiProperty({ example: 'Webhook retry scheduled' })
  message: string;
}
