import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Meters } from '../../platform/telemetry/meters.js';
import { type AccountHealth, healthAfter } from './account-health.js';
import { LOCK_HEALTH, STORE_HEALTH } from './routing.queries.js';

export interface AttemptedAccount {
  readonly merchantId: string;
  readonly accountId: string;
  readonly connector: string;
  /** As healthKey() names it. */
  readonly method: string;
}
interface Counted extends AttemptedAccount {
  answered: number;
  failed: number;
}
type HealthRow = AccountHealth & { merchantId: string; accountId: string; now: number };

/** Answers are written together after this time; a fault at once. */
const ANSWERS_MS = 1_000;

/** Collects how acquirers answer the attempts of this worker, and writes the health of their accounts. */
@Injectable()
export class HealthRecorder implements BeforeApplicationShutdown {
  private readonly logger = new Logger(HealthRecorder.name);
  private readonly counted = new Map<string, Counted>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly meters: Meters,
  ) {}

  /** An attempt has ended, answered or not. */
  observe(account: AttemptedAccount, isAnswered: boolean): void {
    const key = keyOf(account);
    const counted = this.counted.get(key) ?? { ...account, answered: 0, failed: 0 };
    counted[isAnswered ? 'answered' : 'failed'] += 1;
    this.counted.set(key, counted);
    if (isAnswered) this.timer ??= setTimeout(() => void this.write(), ANSWERS_MS).unref();
    else void this.write();
  }

  /** Writes what was counted. Safe to call at any time. */
  write(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing = this.writing.then(() => this.writeCounted());
    return this.writing;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.write();
  }

  private async writeCounted(): Promise<void> {
    const all = [...this.counted.values()];
    this.counted.clear();
    if (all.length === 0) return;
    try {
      await this.database.transaction(async (tx) => {
        const keys = [all.map((one) => one.merchantId), all.map((one) => one.accountId), all.map((one) => one.method)];
        const rows = await tx.query<HealthRow>(LOCK_HEALTH, keys);
        const counts = new Map(all.map((one) => [keyOf(one), one]));
        const next = rows.map((row) => ({ ...row, ...healthAfter(row, counts.get(keyOf(row)) ?? NOTHING, row.now) }));
        await tx.query(STORE_HEALTH, [JSON.stringify(next)]);
        tx.afterCommit(() => rows.forEach((row, i) => this.report(row, next[i] ?? row, counts.get(keyOf(row)))));
      });
    } catch (error) {
      this.logger.warn(`the health of accounts was not written: ${(error as Error).message}`);
    }
  }

  private report(before: HealthRow, after: AccountHealth, counted: Counted | undefined): void {
    const facts = { account_id: before.accountId, merchant_id: before.merchantId, method: before.method };
    const connector = counted?.connector ?? '';
    if (after.trips > before.trips) {
      this.meters.accountChanges.inc({ connector, to: 'passed_over' });
      this.logger.warn('payments pass a connection over: its acquirer does not answer', {
        ...facts,
        score: after.score,
        until: new Date(after.passedOverUntil ?? 0).toISOString(),
      });
    } else if (before.passedOverUntil !== null && after.passedOverUntil === null) {
      this.meters.accountChanges.inc({ connector, to: 'well' });
      this.logger.log('payments use a connection again: its acquirer has answered', facts);
    }
  }
}

const NOTHING = { answered: 0, failed: 0 };
const keyOf = ({ merchantId, accountId, method }: Pick<AttemptedAccount, 'merchantId' | 'accountId' | 'method'>) =>
  `${merchantId} ${accountId} ${method}`;
