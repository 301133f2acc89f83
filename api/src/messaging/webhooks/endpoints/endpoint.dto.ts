import { ApiProperty } from '@nestjs/swagger';
import { ArrayNotEmpty, IsBoolean, IsIn, IsOptional } from 'class-validator';
import type { Mode } from '../../../accounts/access/permissions.js';
import { PageDto, PageQueryDto } from '../../../platform/http/page.dto.js';
import { Loggable } from '../../../platform/telemetry/loggable.js';
import { time } from '../../../platform/validation/documented.js';
import { IfGiven, IsText, IsWhole } from '../../../platform/validation/validators.js';
import { EVENT_TYPES, type EventType } from '../../events/event-types.js';
import { BODY_FORMATS, type BodyFormatName } from '../deliveries/body-formats.js';
import { type EndpointHeaders, IsEndpointHeaders } from './endpoint-headers.js';

const KINDS = ['url', 'inbox'] as const;
const MAX_OVERLAP_SECONDS = 604_800;
const url = { type: 'string', format: 'uri', maxLength: 2048, example: 'https://shop.example/webhooks' } as const;
const events = {
  enum: EVENT_TYPES,
  isArray: true,
  nullable: true,
  example: ['payment.success', 'order.paid'],
} as const;
const headers = {
  type: 'object',
  additionalProperties: { type: 'string' },
  example: { Authorization: 'Basic c2hvcDpwYXNz' },
} as Record<string, unknown>;
const NO_EVENTS = { message: '$property must name at least one type; leave it out for all' };

export class CreateEndpointDto {
  /** Where the webhooks go: https, or http as well for a test merchant. Absent for an inbox. */
  @ApiProperty({ ...url, required: false })
  @IsOptional()
  @IsText(2048)
  @Loggable()
  url?: string;

  /** `inbox` makes the built-in inbox: deliveries are recorded with their bytes, and nothing is sent. */
  @ApiProperty({ required: false, enum: KINDS, default: 'url' })
  @IsOptional()
  @IsIn(KINDS)
  @Loggable()
  kind?: (typeof KINDS)[number];

  /**
   * The form of the bodies and signatures: the gateway's own, or that of Razorpay or Stripe, whose verifiers accept it
   * (docs/facades.md). It cannot be changed later.
   */
  @ApiProperty({ required: false, enum: BODY_FORMATS, default: 'native' })
  @IsOptional()
  @IsIn(BODY_FORMATS)
  @Loggable()
  format?: BodyFormatName;

  /** At most 255 characters. */
  @IsOptional()
  @IsText(255)
  @Loggable()
  description?: string;

  /** The types it wants; absent: all, also those to come. */
  @ApiProperty({ ...events, required: false })
  @IsOptional()
  @ArrayNotEmpty(NO_EVENTS)
  @IsIn(EVENT_TYPES, { each: true })
  @Loggable()
  events?: EventType[];

  /** False: it takes no deliveries until it is enabled. */
  @ApiProperty({ required: false, default: true })
  @IsOptional()
  @IsBoolean()
  @Loggable()
  enabled?: boolean;

  /** `whsec_` and the base64 of 24 to 64 bytes, or 8 to 200 other visible characters; absent: 32 random bytes. */
  @IsOptional()
  @IsText(255)
  secret?: string;

  /** Added to each delivery, such as a receiver's Authorization: at most 20, stored encrypted, never shown again. */
  @ApiProperty({ ...headers, required: false })
  @IsOptional()
  @IsEndpointHeaders()
  headers?: EndpointHeaders;
}

export class UpdateEndpointDto {
  @ApiProperty({ ...url, required: false })
  @IsOptional()
  @IsText(2048)
  @Loggable()
  url?: string;

  /** Null removes it. */
  @ApiProperty({ type: 'string', nullable: true, required: false })
  @IfGiven()
  @IsText(255)
  @Loggable()
  description?: string | null;

  /** Null: all types. */
  @ApiProperty({ ...events, required: false })
  @IfGiven()
  @ArrayNotEmpty(NO_EVENTS)
  @IsIn(EVENT_TYPES, { each: true })
  @Loggable()
  events?: EventType[] | null;

  /** Replaces all headers that deliveries carry; null or `{}` removes them. */
  @ApiProperty({ ...headers, nullable: true, required: false })
  @IfGiven()
  @IsEndpointHeaders()
  headers?: EndpointHeaders | null;

  /** False fails its pending deliveries; true sends nothing by itself: see replay. */
  @IsOptional()
  @IsBoolean()
  @Loggable()
  enabled?: boolean;
}

export class RotateSecretDto {
  /** Seconds in which both secrets sign, 0 to 604 800. */
  @ApiProperty({ required: false, type: 'integer', minimum: 0, maximum: MAX_OVERLAP_SECONDS, default: 86_400 })
  @IsOptional()
  @IsWhole(0, MAX_OVERLAP_SECONDS)
  @Loggable()
  overlap?: number;
}

export class EndpointDto {
  @ApiProperty({ example: 'we_0V6bT1zq8KJh3mPd' })
  id: string;
  @ApiProperty({ enum: ['test', 'live'] })
  mode: Mode;
  /** The endpoint's own counter. */
  @ApiProperty({ type: 'integer', example: 1 })
  version: number;
  @ApiProperty({ enum: KINDS })
  kind: (typeof KINDS)[number];
  /** The form of the bodies that it receives. */
  @ApiProperty({ enum: BODY_FORMATS, example: 'native' })
  format: BodyFormatName;
  @ApiProperty({ ...url, nullable: true })
  url: string | null;
  @ApiProperty({ type: 'string', nullable: true })
  description: string | null;
  /** Null: all types. */
  @ApiProperty(events)
  events: EventType[] | null;
  enabled: boolean;
  /** Names of the headers that the merchant adds to deliveries. */
  @ApiProperty({ type: [String], example: ['Authorization'] })
  header_names: string[];
  /** `requested`, `gone` (it returned 410) or `failing` (for 5 days); null while enabled. */
  @ApiProperty({ type: 'string', enum: ['requested', 'gone', 'failing', null], nullable: true, example: null })
  disabled_reason: 'requested' | 'gone' | 'failing' | null;
  /** Since when every attempt has failed. */
  @ApiProperty({ ...time, nullable: true, example: null })
  failing_since: string | null;
  /** Until then the secret before the last rotation signs as well. */
  @ApiProperty({ ...time, nullable: true, example: null })
  previous_secret_until: string | null;
  @ApiProperty(time)
  created_at: string;
  @ApiProperty(time)
  updated_at: string;
}

/** With the secret: in the responses to create and rotate, and for a test merchant also later. */
export class EndpointWithSecretDto extends EndpointDto {
  /** Signs every delivery. Of a live merchant it is shown here only: store it. */
  @ApiProperty({ example: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDemo32bytes0=' })
  secret: string;
}

export class EndpointDetailDto extends EndpointDto {
  /** Of a test merchant only. */
  @ApiProperty({ required: false, example: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDemo32bytes0=' })
  secret?: string;
}

export class ListEndpointsDto extends PageQueryDto {
  /** Search by id, or the beginning of one; letter case does not matter. */
  @IsOptional()
  @IsText(64)
  q?: string;
}

export class EndpointPageDto extends PageDto {
  @ApiProperty({ type: [EndpointDto] })
  data: EndpointDto[];
}

export class DeletedEndpointDto {
  id: string;
  @ApiProperty({ enum: [true] })
  deleted: true;
}
