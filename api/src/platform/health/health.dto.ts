import { ApiProperty } from '@nestjs/swagger';

const STATUSES = ['healthy', 'degraded', 'unhealthy'] as const;
const LINKS = ['connected', 'disconnected'] as const;
const WORKERS = ['running', 'stopped'] as const;

export class HealthDto {
  /** `degraded`: payments are still accepted, and wait. `unhealthy`: the database is away. */
  @ApiProperty({ enum: STATUSES })
  status: (typeof STATUSES)[number];
  @ApiProperty({ enum: LINKS })
  database: (typeof LINKS)[number];
  @ApiProperty({ enum: LINKS })
  queue: (typeof LINKS)[number];
  /** Redis; of an installation without Redis, whose queues live in PostgreSQL, the queues. `/health/ready` says which it is. */
  @ApiProperty({ enum: LINKS })
  redis: (typeof LINKS)[number];
  @ApiProperty({ enum: WORKERS })
  worker: (typeof WORKERS)[number];
  @ApiProperty({ type: 'string', format: 'date-time' })
  timestamp: string;
}

export class LivenessDto {
  @ApiProperty({ enum: ['live'] })
  status: 'live';
}

export class ReadinessDto {
  @ApiProperty({ enum: ['ready', 'not_ready'] })
  status: 'ready' | 'not_ready';
  @ApiProperty({ type: 'string', nullable: true, enum: ['shutting_down', 'database_disconnected', null] })
  reason: 'shutting_down' | 'database_disconnected' | null;
  /** Where the queues live. */
  @ApiProperty({ enum: ['redis', 'postgresql'] })
  queue: 'redis' | 'postgresql';
}
