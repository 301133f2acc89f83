import { ApiProperty } from '@nestjs/swagger';

const count = { type: 'integer', minimum: 0, maximum: 10_000 } as const;

/** Of one merchant, and of what was made in the last 30 days. Exact up to 10 000, then 10 000. */
export class QueueFiguresDto {
  /** Due, and no worker has it yet. */
  @ApiProperty(count)
  waiting: number;
  /** In a worker's hands. */
  @ApiProperty(count)
  active: number;
  /** Due later: a retry, a shopper's step-up, a capture. */
  @ApiProperty(count)
  delayed: number;
  /** Ended well in the last 24 hours. */
  @ApiProperty(count)
  completed: number;
  /** Failed in the last 24 hours; for payments: declined. */
  @ApiProperty(count)
  failed: number;
}

export class QueueStatusDto {
  webhooks: QueueFiguresDto;
  payments: QueueFiguresDto;
  refunds: QueueFiguresDto;
}

/** The three queues summed. */
export class JobsStatusDto {
  /** Due now or later. */
  @ApiProperty({ type: 'integer' })
  pending: number;
  @ApiProperty({ type: 'integer' })
  processing: number;
  @ApiProperty({ type: 'integer' })
  completed: number;
  @ApiProperty({ type: 'integer' })
  failed: number;
  @ApiProperty({ enum: ['running', 'stopped'] })
  worker_status: 'running' | 'stopped';
}
