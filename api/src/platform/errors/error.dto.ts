import { ApiProperty } from '@nestjs/swagger';
import { ERROR_STATUS, type ErrorCode } from './api-error.js';
import { ERROR_REASONS, type ErrorReason } from './error-reasons.js';

export class ErrorBodyDto {
  @ApiProperty({ enum: Object.keys(ERROR_STATUS), example: 'BAD_REQUEST_ERROR' })
  code: ErrorCode;

  /** What is wrong and what to do, in words. */
  @ApiProperty({ example: 'amount must be at least 100' })
  description: string;

  /** The input at fault, as a dotted path. */
  @ApiProperty({ required: false, example: 'amount' })
  field?: string;

  /** Why, for programs: branch on this, never on the description. More reasons may be added: see docs/compatibility.md. */
  @ApiProperty({ enum: ERROR_REASONS, example: 'amount_too_small' })
  reason: ErrorReason;

  /** The request's id, also in the X-Request-Id header and in the logs. */
  @ApiProperty({ example: 'req_4Tq2mXw9ZbLr81Kd' })
  request_id: string;
}

/** Every error has this shape. */
export class ErrorDto {
  error: ErrorBodyDto;
}
