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
  /** The queues: in Redis, or in PostgreSQL if the installation has no Redis. `/health/ready` names which. */
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
