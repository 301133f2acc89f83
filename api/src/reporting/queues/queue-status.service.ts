import { Injectable } from '@nestjs/common';
import { DEMO_MERCHANT } from '../../accounts/demo/demo-merchant.js';
import { Clock } from '../../platform/clock.js';
import { Config } from '../../platform/config/config.module.js';
import { Database } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { StoredResponse } from '../../platform/http/stored-response.js';
import { smallestIdAt } from '../../platform/ids.js';
import { smallestUuidAt } from '../../platform/uuid.js';
import type { JobsStatusDto, QueueFiguresDto, QueueStatusDto } from './queue-status.dto.js';
import { QUEUE_STATUS } from './queue-status.queries.js';

/** Rows created longer ago are not read: they have ended long ago, or were sent again, which is not counted. */
const MAX_AGE_MS = 30 * 86_400_000;

interface Row {
  body: string;
  running: boolean;
}

@Injectable()
export class QueueStatusService {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** One merchant's work; without a merchant (demo run, no credentials) the work of the seeded one. */
  async status(merchantId: string = DEMO_MERCHANT.id): Promise<StoredResponse<QueueStatusDto>> {
    return new StoredResponse((await this.read(merchantId)).body);
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
    const since = new Date(this.clock.now().getTime() - MAX_AGE_MS);
    const ids = [smallestUuidAt(since), smallestIdAt('pay', since), smallestIdAt('rfnd', since)];
    const [row] = await this.database.query<Row>(QUEUE_STATUS, [merchantId, ...ids]);
    if (!row) throw new Error('the queue status has no row');
    return row;
  }
}
