import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { Mode } from '../../accounts/access/permissions.js';
import { PageDto, PageQueryDto } from '../../platform/http/page.dto.js';
import { Loggable } from '../../platform/telemetry/loggable.js';
import { QueryTime } from '../../platform/validation/query.js';
import { ReadAs } from '../../platform/validation/read-as.js';
import { IsText } from '../../platform/validation/validators.js';
import { EVENT_TYPES, type EventType } from './event-types.js';

const DELIVERY_STATUSES = ['pending', 'success', 'failed'] as const;

export class EventDto {
  @ApiProperty({ example: 'evt_0V6bT1zq8KJh3mPd' })
  id: string;
  @ApiProperty({ enum: EVENT_TYPES, example: 'payment.success' })
  event: EventType;
  /** The payment, order, refund, customer or webhook endpoint it is about. */
  @ApiProperty({ example: 'pay_0V6bT1zq8KJh3mPd' })
  object_id: string;
  /** The object's own counter when it happened: drop what is older than what you have. */
  @ApiProperty({ type: 'integer', example: 3 })
  version: number;
  @ApiProperty({ enum: ['test', 'live'] })
  mode: Mode;
  /** Who did it: `api_key:…`, `user:…`, `shopper` or `system`. */
  @ApiProperty({ example: 'system' })
  actor: string;
  /** The request that did it; null for what the gateway did by itself. */
  @ApiProperty({ type: 'string', nullable: true })
  request_id: string | null;
  @ApiProperty({ type: 'string', format: 'date-time' })
  created_at: string;
  /** True if personal data was erased from the payload, which then has `"redacted":true` as well. */
  @ApiProperty({ example: false })
  redacted: boolean;
  /** The body that webhooks carry. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  payload: Record<string, unknown>;
}

export class EventDeliveryDto {
  /** Id in the delivery log. */
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ example: 'we_0V6bT1zq8KJh3mPd' })
  endpoint_id: string;
  @ApiProperty({ enum: DELIVERY_STATUSES })
  status: (typeof DELIVERY_STATUSES)[number];
  /** HTTP attempts of the current round. */
  @ApiProperty({ type: 'integer', example: 1 })
  attempts: number;
}

export class EventDetailDto extends EventDto {
  @ApiProperty({ type: [EventDeliveryDto] })
  deliveries: EventDeliveryDto[];
}

export class EventPageDto extends PageDto {
  @ApiProperty({ type: [EventDto] })
  data: EventDto[];
}

export class EventDeliveriesDto {
  @ApiProperty({ type: [EventDeliveryDto] })
  data: EventDeliveryDto[];
}

export class ListEventsDto extends PageQueryDto {
  @ApiProperty({ required: false, enum: EVENT_TYPES })
  @IsOptional()
  @IsIn(EVENT_TYPES)
  type?: EventType;

  /** Events of this payment, order, refund, customer or webhook endpoint. */
  @IsOptional()
  @IsText(64)
  object_id?: string;

  /** Search by the id of the event or of its object, or the beginning of one; letter case does not matter. */
  @IsOptional()
  @IsText(255)
  q?: string;
}

export class ResendEventDto {
  /** Send it to this endpoint alone, even if its filter leaves the type out; absent: to all that had it or want it. */
  @ApiProperty({ required: false, example: 'we_0V6bT1zq8KJh3mPd' })
  @IsOptional()
  @IsText(64)
  @Loggable()
  endpoint_id?: string;
}

export class FollowEventsDto {
  /** Only these types, comma separated; absent: all. */
  @ApiProperty({ required: false, type: 'string', example: 'payment.success,payment.failed' })
  @IsOptional()
  @ReadAs((value) => (typeof value === 'string' ? value.split(',') : value))
  @IsIn(EVENT_TYPES, { each: true })
  types?: EventType[];

  /** For clients that cannot send the header `Last-Event-ID`: the last event they have. */
  @ApiProperty({ required: false, example: 'evt_0V6bT1zq8KJh3mPd' })
  @IsOptional()
  @IsText(64)
  last_event_id?: string;

  /** For a listener that has no event yet: what happened since this moment comes first. */
  @QueryTime()
  since?: Date;
}
