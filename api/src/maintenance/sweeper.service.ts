import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { AuditChain } from '../accounts/audit/audit-chain.service.js';
import { Config } from '../platform/config/config.module.js';
import { tryLock } from '../platform/database/advisory-locks.js';
import { Database } from '../platform/database/database.js';
import { Meters } from '../platform/telemetry/meters.js';
import { StatisticsService } from '../reporting/statistics/statistics.service.js';
import { DueWork } from './due-work.js';
import { SearchTerms } from './search-terms.service.js';

/** One sweeper works at a time across all workers. The lock ends with its transaction. */
const TRY_LOCK = tryLock('sweeper');

/** Sends hints for due rows, so that losing the queue loses no work. Also expires orders, and updates statistics and search terms. */
@Injectable()
export class Sweeper implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Sweeper.name);
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly dueWork: DueWork,
    private readonly statistics: StatisticsService,
    private readonly searchTerms: SearchTerms,
    private readonly audit: AuditChain,
    private readonly meters: Meters,
  ) {}

  start(): void {
    this.timer = setTimeout(() => {
      this.sweeping = this.sweep()
        .catch((error: Error) => this.logger.warn(`a sweep failed, the next one retries: ${error.message}`))
        .finally(() => {
          if (!this.stopped) this.start();
        });
    }, this.config.SWEEP_INTERVAL);
  }

  async sweep(): Promise<void> {
    const found = await this.database.transaction(async (tx) => {
      const [lock] = await tx.query<{ acquired: boolean }>(TRY_LOCK);
      return lock?.acquired ? this.dueWork.find(tx) : null;
    });
    if (!found) return;
    await this.dueWork.start(found);
    await this.statistics.roll();
    await this.searchTerms.fill();
    this.meters.swept.setToCurrentTime();
    await this.audit.link();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.sweeping;
  }
}
