import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { text as error, time } from '../../../platform/validation/documented.js';
import { IsText } from '../../../platform/validation/validators.js';

const latency = { type: 'integer', nullable: true, example: 42 } as const;

export class EndpointsHealthQueryDto {
  /** Only this endpoint. */
  @IsOptional()
  @IsText(64)
  endpoint?: string;
}

export class EndpointHourDto {
  /** Attempts from this time on, for an hour. */
  @ApiProperty(time)
  from: string;
  @ApiProperty({ type: 'integer', example: 18 })
  succeeded: number;
  @ApiProperty({ type: 'integer', example: 1 })
  failed: number;
  /** Half of the attempts of this hour took at most so many milliseconds; null without an attempt. */
  @ApiProperty(latency)
  p50_ms: number | null;
  /** 95 of 100 attempts of this hour took at most so many milliseconds; null without an attempt. */
  @ApiProperty(latency)
  p95_ms: number | null;
}

export class EndpointFailureDto {
  /** The delivery. */
  @ApiProperty({ format: 'uuid' })
  webhook_id: string;
  /** Null if it got no response. */
  @ApiProperty({ type: 'integer', nullable: true, example: 503 })
  response_code: number | null;
  /** Why it failed, e.g. `timeout`, `connection_refused`. */
  @ApiProperty(error)
  error: string | null;
  /** When the attempt ended. */
  @ApiProperty(time)
  created_at: string;
}

/** Attempts, not deliveries: a delivery that arrived at its second attempt counts once as failed, once as succeeded. */
export class EndpointHealthDto {
  @ApiProperty({ example: 'we_0V6bT1zq8KJh3mPd' })
  endpoint_id: string;
  /** Attempts since then are counted: 24 hours, or less if the endpoint got more than 1 000 deliveries in them. */
  @ApiProperty(time)
  since: string;
  @ApiProperty({ type: 'integer', example: 19 })
  attempts: number;
  @ApiProperty({ type: 'integer', example: 18 })
  succeeded: number;
  /** First attempts of a round of deliveries. */
  @ApiProperty({ type: 'integer', example: 18 })
  first_attempts: number;
  @ApiProperty({ type: 'integer', example: 17 })
  first_succeeded: number;
  /** Half of the attempts took at most so many milliseconds; null without an attempt. */
  @ApiProperty(latency)
  p50_ms: number | null;
  /** 95 of 100 attempts took at most so many milliseconds; null without an attempt. */
  @ApiProperty(latency)
  p95_ms: number | null;
  /** Also from before `since`; null if nothing was sent yet. */
  @ApiProperty({ ...time, nullable: true })
  last_attempt_at: string | null;
  /** The newest failed attempt since `since`. */
  @ApiProperty({ type: () => EndpointFailureDto, nullable: true, example: null })
  last_failure: EndpointFailureDto | null;
  /** The last 24 hours, oldest first. */
  @ApiProperty({ type: [EndpointHourDto] })
  hours: EndpointHourDto[];
}

export class EndpointsHealthDto {
  @ApiProperty({ type: [EndpointHealthDto] })
  data: EndpointHealthDto[];
}
