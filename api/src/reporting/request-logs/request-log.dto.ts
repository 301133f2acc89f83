import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { ERROR_STATUS, type ErrorCode } from '../../platform/errors/api-error.js';
import { PageDto, PageQueryDto } from '../../platform/http/page.dto.js';
import { text, time } from '../../platform/validation/documented.js';
import { IsText } from '../../platform/validation/validators.js';

const METHODS = ['GET', 'POST', 'PATCH', 'DELETE'] as const;
const STATUS = /^([245]xx|[1-5]\d\d)$/;
const ERROR_CODES = Object.keys(ERROR_STATUS) as ErrorCode[];

export class ListRequestLogsDto extends PageQueryDto {
  /** HTTP status of the response: a class (`2xx`, `4xx`, `5xx`) or a code (`404`). */
  @ApiProperty({ required: false, pattern: STATUS.source, example: '4xx' })
  @IsOptional()
  @Matches(STATUS, { message: '$property must be 2xx, 4xx, 5xx or an HTTP status' })
  status?: string;

  @ApiProperty({ required: false, enum: METHODS })
  @IsOptional()
  @IsIn(METHODS)
  method?: (typeof METHODS)[number];

  /** How the path begins: `/api/v1/payments/pay_0V6bT1zq8KJh3mPd` for all about one payment. */
  @IsOptional()
  @IsText(200)
  path?: string;

  /** Requests made with this API key; one that was revoked as well. */
  @IsOptional()
  @IsText(64)
  api_key?: string;

  /** The request with this id (`X-Request-Id`). */
  @IsOptional()
  @IsText(64)
  request_id?: string;
}

export class RequestLogDto {
  @ApiProperty({ format: 'uuid' })
  id: string;
  @ApiProperty({ example: 'POST' })
  method: string;
  /** Without the query. */
  @ApiProperty({ example: '/api/v1/payments' })
  path: string;
  /** HTTP status of the response. */
  @ApiProperty({ type: 'integer', example: 201 })
  status: number;
  /** From the arrival of the request to the end of its response, in milliseconds. */
  @ApiProperty({ type: 'integer', minimum: 0, example: 7 })
  duration_ms: number;
  /** Who called, as events name them. */
  @ApiProperty({ example: 'api_key:key_test_abc123' })
  actor: string;
  /** Id of the API key. */
  @ApiProperty({ example: 'key_test_abc123' })
  api_key: string;
  /** Address of the caller; null if the connection closed before the response was sent. */
  @ApiProperty({ ...text, example: '203.0.113.7' })
  ip: string | null;
  /** The first 255 characters. */
  @ApiProperty(text)
  user_agent: string | null;
  /** `X-Request-Id` of the response. */
  request_id: string;
  /** Hash of the idempotency key: `sha256` and the SHA-256 of the key in hex, or `hmac` where a card number may stand in it. */
  @ApiProperty(text)
  idempotency_key: string | null;
  /** Code of the error in the response; null for a success. */
  @ApiProperty({ type: 'string', enum: [...ERROR_CODES, null], nullable: true, example: null })
  error_code: ErrorCode | null;
  @ApiProperty(text)
  error_description: string | null;
  /** When the response was sent. */
  @ApiProperty(time)
  created_at: string;
}

export class RequestLogDetailDto extends RequestLogDto {
  /**
   * Of the JSON body the fields that may be logged, a card as its network and last four digits; at most 4 096 characters;
   * null when there was none.
   */
  @ApiProperty({ ...text, example: '{"amount":50000}' })
  request_body: string | null;

  /**
   * The JSON body of the response: of an error always, at most 4 096 characters; of a success while its idempotency key is
   * kept, which is a day. Null for other requests. Secrets are redacted.
   */
  @ApiProperty({ ...text, example: '{"id":"order_0V6bT1zq8KJh3mPd"}' })
  response_body: string | null;
}

export class RequestLogPageDto extends PageDto {
  @ApiProperty({ type: [RequestLogDto] })
  data: RequestLogDto[];
}
