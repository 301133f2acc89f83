import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.module.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { newId } from '../../platform/ids.js';
import { formatTime } from '../../platform/mail/mail-formats.js';
import { MailOutbox } from '../../platform/mail/mail-outbox.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import type { WithHints } from './events.sql.js';
import { CLAIM, KIND } from './key-notices.queries.js';

const MAX_KEYS_PER_SCAN = 100;
const SCAN_INTERVAL_MS = 60_000;

interface ExpiringKey extends WithHints {
  merchantId: string;
  id: string;
  name: string | null;
  until: string;
}

/** Reports API keys to their merchant before they end, each once: by an event, and by mail where it is on. */
@Injectable()
export class KeyNotices {
  private scannedAt = -SCAN_INTERVAL_MS;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly queue: JobQueue,
    private readonly outbox: MailOutbox,
  ) {}

  /** The sweeper calls it; a scan runs once a minute, and in tests with every tenth sweep. */
  async scan(): Promise<void> {
    const now = performance.now();
    if (now - this.scannedAt < Math.min(SCAN_INTERVAL_MS, 10 * this.config.SWEEP_INTERVAL)) return;
    this.scannedAt = now;
    const eventIds = Array.from({ length: MAX_KEYS_PER_SCAN }, () => newId('evt'));
    await this.database.transaction(async (tx) => {
      const keys = await tx.query<ExpiringKey>(CLAIM, [MAX_KEYS_PER_SCAN, eventIds]);
      tx.afterCommit(() => this.queue.hint(...keys.flatMap(({ hints }) => hints)));
      if (this.outbox.isOn) for (const key of keys) await this.mail(tx, key);
    });
  }

  private async mail(tx: Tx, { merchantId, id, name, until }: ExpiringKey): Promise<void> {
    const merchant = await this.outbox.merchant(tx, merchantId);
    if (!merchant) return;
    const at = formatTime(new Date(until), merchant.locale, merchant.timeZone);
    for (const recipient of merchant.recipients) {
      await this.outbox.write(tx, {
        ...{ kind: KIND, merchantId, objectId: id, recipient, sender: merchant.name, locale: merchant.locale },
        values: { merchant: merchant.name, key: name === null ? id : `${name} (${id})`, until: at },
        link: this.outbox.dashboardUrl('/dashboard/keys'),
      });
    }
  }
}
