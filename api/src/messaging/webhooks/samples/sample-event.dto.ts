import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { Loggable } from '../../../platform/telemetry/loggable.js';
import { EVENT_TYPES, type EventType } from '../../events/event-types.js';

export class SendSampleDto {
  @ApiProperty({ required: false, enum: EVENT_TYPES, default: 'webhook.test' })
  @IsOptional()
  @IsIn(EVENT_TYPES)
  @Loggable()
  event?: EventType;
}

export class SampleDeliveryDto {
  /** Id in the delivery log. */
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ enum: EVENT_TYPES })
  event: EventType;
  @ApiProperty({ example: 'evt_0V6bT1zq8KJh3mPd' })
  event_id: string;
  @ApiProperty({ example: 'we_0V6bT1zq8KJh3mPd' })
  endpoint_id: string;
  @ApiProperty({ enum: ['pending'] })
  status: 'pending';
}
