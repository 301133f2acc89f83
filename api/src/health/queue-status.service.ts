import { Injectable } from '@nestjs/common';
import { Answer } from '../common/answer.js';
import { ApiError } from '../common/api-error.js';
import { Clock } from '../common/clock.js';
import { smallestIdAt } from '../common/ids.js';
import { smallestUuidAt } from '../common/uuid.js';
import { Config } from '../config/config.module.js';
import { Database } from '../database/database.js';
import { DEMO_MERCHANT } from '../merchants/demo-merchant.js';
import { BACKLOG, OLDEST_DUE, QUEUE_STATUS } from './health.queries.js';
import type { JobsStatusDto, QueueFiguresDto, QueueStatusDto } from './queue-status.dto.js';

/** What was made longer ago ended longer ago too, or was sent again, which counts no more. */
const LOOKED_AT_MS = 30 * 86_400_000;

interface Row {
  body: string;
  running: boolean;
}

/** What waits in the whole gateway, for those who run it. */
export interface Backlog {
  queues: QueueStatusDto;
  oldestDueSeconds: Record<keyof QueueStatusDto, number>;
}

@Injectable()
export class QueueStatusService {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** One merchant's work; without a merchant (a demo run, without credentials) that of the seeded one. */
  async status(merchantId: string = DEMO_MERCHANT.id): Promise<Answer<QueueStatusDto>> {
    return new Answer((await this.read(merchantId)).body);
  }

  async backlog(): Promise<Backlog> {
    const [[backlog], [oldestDueSeconds]] = await Promise.all([
      this.database.query<{ body: string }>(BACKLOG),
      this.database.query<Backlog['oldestDueSeconds']>(OLDEST_DUE),
    ]);
    if (!backlog || !oldestDueSeconds) throw new Error('the backlog has no row');
    return { queues: JSON.parse(backlog.body) as QueueStatusDto, oldestDueSeconds };
  }

  async jobs(): Promise<JobsStatusDto> {
    if (!this.config.DEMO) throw new ApiError('demo_only', 'There is no job status outside demo runs');
    const { body, running } = await this.read(DEMO_MERCHANT.id);
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

  private async read(merchantId: string): Promise<Row> {
    const since = new Date(this.clock.now().getTime() - LOOKED_AT_MS);
    const ids = [smallestUuidAt(since), smallestIdAt('pay', since), smallestIdAt('rfnd', since)];
    const [row] = await this.database.query<Row>(QUEUE_STATUS, [merchantId, ...ids]);
    if (!row) throw new Error('the queue status has no row');
    return row;
  }
}
