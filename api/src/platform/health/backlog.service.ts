import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { BACKLOG, OLDEST_DUE, OLDEST_UNDECIDED_REFUND, PASSED_OVER_ACCOUNTS } from './health.queries.js';

type Queue = 'webhooks' | 'payments' | 'refunds';
type Figure = 'waiting' | 'active' | 'delayed' | 'completed' | 'failed';

/** The work of all merchants, for the operator's metrics. */
export interface Backlog {
  queues: Record<Queue, Record<Figure, number>>;
  oldestDueSeconds: Record<Queue, number>;
  /** Age of the oldest refund that the acquirer has not decided; 0: there is none. */
  undecidedRefundSeconds: number;
  /** Connector accounts that payments pass over. */
  passedOverAccounts: number;
}

@Injectable()
export class BacklogService {
  constructor(private readonly database: Database) {}

  async read(): Promise<Backlog> {
    const [[backlog], [oldestDueSeconds], [undecided], [passedOver]] = await Promise.all([
      this.database.query<{ body: string }>(BACKLOG),
      this.database.query<Backlog['oldestDueSeconds']>(OLDEST_DUE),
      this.database.query<{ seconds: number }>(OLDEST_UNDECIDED_REFUND),
      this.database.query<{ count: number }>(PASSED_OVER_ACCOUNTS),
    ]);
    if (!backlog || !oldestDueSeconds) throw new Error('the backlog has no row');
    const queues = JSON.parse(backlog.body) as Backlog['queues'];
    const passedOverAccounts = passedOver?.count ?? 0;
    return { queues, oldestDueSeconds, undecidedRefundSeconds: undecided?.seconds ?? 0, passedOverAccounts };
  }
}
