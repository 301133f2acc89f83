import { ApiProperty } from '@nestjs/swagger';
import { time } from '../../platform/validation/documented.js';
import { QueryTime } from '../../platform/validation/query.js';

/** Money that may be below zero, in the currency's minor unit. */
const signed = { type: 'integer', example: 4_999_000 } as const;
const count = { type: 'integer', minimum: 0, example: 120 } as const;

export class StatisticsQueryDto {
  /** Begin of the period (ISO 8601), snapped back to a whole hour of UTC or a midnight of the merchant; 7 days before `to` unless given. */
  @QueryTime()
  from?: Date;

  /** End of the period (ISO 8601), snapped forward likewise; now unless given. */
  @QueryTime()
  to?: Date;
}

export class FiguresDto {
  /** Payments whose outcome was recorded in the period: succeeded, failed, cancelled or expired, each counted once. */
  @ApiProperty({ ...count, example: 126 })
  transactions: number;
  /** Payments that the bank approved, by the time of approval. */
  @ApiProperty(count)
  succeeded: number;
  /** Payments that failed: declined by the bank, or without a response from it. */
  @ApiProperty({ ...count, example: 6 })
  failed: number;
  /** Succeeded of succeeded and failed, 0 to 1; null when there was neither. */
  @ApiProperty({ type: 'number', nullable: true, minimum: 0, maximum: 1, example: 0.95 })
  success_rate: number | null;
  /** Money of the approved payments, captured or not, in the currency's minor unit. */
  @ApiProperty({ ...count, example: 5_247_000 })
  succeeded_amount: number;
  /** Money captured in the period less captures that were reversed, in the currency's minor unit. */
  @ApiProperty(signed)
  captured_amount: number;
  /** Money of refunds accepted in the period less of those that failed in it (may be below 0), in the minor unit. */
  @ApiProperty({ ...signed, example: 25_000 })
  refunded_amount: number;
  /** Refunds accepted in the period less refunds that failed in it; may be below 0. */
  @ApiProperty({ type: 'integer', example: 3 })
  refunds: number;
}

export class StatisticsBucketDto {
  /** Begin of the hour of UTC, or of the day in the merchant's time zone; the first begins with the period. */
  @ApiProperty(time)
  from: string;
  /** Payments that the bank approved. */
  @ApiProperty(count)
  succeeded: number;
  /** Payments that failed. */
  @ApiProperty({ ...count, example: 6 })
  failed: number;
  /** As in the figures of the period, in the currency's minor unit. */
  @ApiProperty(signed)
  captured_amount: number;
  /** As in the figures of the period, in the currency's minor unit. */
  @ApiProperty({ ...signed, example: 25_000 })
  refunded_amount: number;
}

export class MethodStatisticsDto {
  /** As in payments; `unknown` for payments whose shopper never chose one. */
  @ApiProperty({ example: 'upi' })
  method: string;
  /** Payments by this method that the bank approved in the period. */
  @ApiProperty(count)
  succeeded: number;
  /** Payments by this method that failed in the period. */
  @ApiProperty({ ...count, example: 6 })
  failed: number;
  /** Succeeded of succeeded and failed, 0 to 1; null when there was neither. */
  @ApiProperty({ type: 'number', nullable: true, minimum: 0, maximum: 1, example: 0.95 })
  success_rate: number | null;
  /** Money of the approved payments, captured or not, in the currency's minor unit. */
  @ApiProperty({ ...count, example: 4_999_000 })
  succeeded_amount: number;
}

export class DeclineDto {
  /** `error_reason` of the payments. */
  @ApiProperty({ example: 'insufficient_funds' })
  reason: string;
  /** Payments that failed for it in the period. */
  @ApiProperty({ ...count, example: 6 })
  count: number;
}

export class CurrencyStatisticsDto {
  /** ISO 4217. */
  @ApiProperty({ example: 'INR' })
  currency: string;
  /** The requested period. */
  current: FiguresDto;
  /** The period of equal length before it. */
  previous: FiguresDto;
  /** The period in order of time, without gaps: hours of UTC up to 3 days, beyond them days in the merchant's time zone. */
  @ApiProperty({ type: [StatisticsBucketDto] })
  buckets: StatisticsBucketDto[];
  /** Approved and failed payments of the period by method, the method with the most payments first. */
  @ApiProperty({ type: [MethodStatisticsDto] })
  methods: MethodStatisticsDto[];
  /** Why payments failed in the period, the most frequent reason first. */
  @ApiProperty({ type: [DeclineDto] })
  declines: DeclineDto[];
}

export class StatisticsDto {
  /** Begin of the period. */
  @ApiProperty(time)
  from: string;
  /** End of the period (excluded). */
  @ApiProperty(time)
  to: string;
  /** What happened until then is counted; at most 5 s ago while a worker runs. */
  @ApiProperty(time)
  as_of: string;
  /** One entry per currency with any activity in the period or the one before, in order of its code. */
  @ApiProperty({ type: [CurrencyStatisticsDto] })
  currencies: CurrencyStatisticsDto[];
}
