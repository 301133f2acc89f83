import { Injectable } from '@nestjs/common';
import { Answer } from '../common/answer.js';
import { ApiError } from '../common/api-error.js';
import { Config } from '../config/config.module.js';
import { Database } from '../database/database.js';
import { OLDEST_DUE, QUEUE_STATUS } from './health.queries.js';
import type { JobsStatusDto, QueueFiguresDto, QueueStatusDto } from './queue-status.dto.js';

interface Row {
  body: string;
  running: boolean;
}

/** What waits in all queues, for whoever watches. */
export interface Backlog {
  queues: QueueStatusDto;
  oldestDueSeconds: Record<keyof QueueStatusDto, number>;
}

@Injectable()
export class QueueStatusService {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  async status(): Promise<Answer<QueueStatusDto>> {
    return new Answer((await this.read()).body);
  }

  async backlog(): Promise<Backlog> {
    const [{ body }, [oldestDueSeconds]] = await Promise.all([
      this.read(),
      this.database.query<Backlog['oldestDueSeconds']>(OLDEST_DUE),
    ]);
    if (!oldestDueSeconds) throw new Error('the oldest due rows have no row');
    return { queues: JSON.parse(body) as QueueStatusDto, oldestDueSeconds };
  }

  async jobs(): Promise<JobsStatusDto> {
    if (!this.config.DEMO) throw new ApiError('demo_only', 'There is no job status outside demo runs');
    const { body, running } = await this.read();
    const queues = Object.values(JSON.parse(body) as Record<string, QueueFiguresDto>);
    const sum = (of: (queue: QueueFiguresDto) => number) => queues.reduce((total, queue) => total + of(queue), 0);
    return {
      pending: sum(({ waiting, delayed }) => waiting + delayed),
      processing: sum(({ active }) => active),
      completed: sum(({ completed }) => completed),
      failed: sum(({ failed }) => failed),
      worker_status: running ? 'running' : 'stopped',
    };
  }

  private async read(): Promise<Row> {
    const [row] = await this.database.query<Row>(QUEUE_STATUS);
    if (!row) throw new Error('the queue status has no row');
    return row;
  }
}
