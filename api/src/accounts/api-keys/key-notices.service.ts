import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.module.js';
import { Database } from '../../platform/database/database.js';
import { iso } from '../../platform/database/json.js';
import { statement } from '../../platform/database/sql.js';
import { formatTime } from '../../platform/mail/mail-formats.js';
import { claimNotices, isNoticed } from '../../platform/mail/mail-notices.sql.js';
import { MailOutbox } from '../../platform/mail/mail-outbox.js';

const KIND = 'api_key_expiring';
const MAX_KEYS_PER_SCAN = 100;
const SCAN_INTERVAL_MS = 60_000;
const NOTICE_DAYS = 7;

/**
 * Keys that end within a week, or within half of a shorter lifetime, and that no mail was written about. A rolled or
 * revoked key was ended by a person, who needs no notice: it ends before its lifetime does.
 */
const CLAIM = statement(
  'api_keys_claim_expiring',
  `WITH expiring AS MATERIALIZED (
    SELECT k.merchant_id, k.id AS object_id, k.name, ${iso('k.expires_at', 'until')}
    FROM api_keys k
    WHERE k.lifetime_seconds IS NOT NULL AND k.expires_at > now() AND k.expires_at <= now() + interval '${NOTICE_DAYS} days'
      AND k.expires_at <= now() + make_interval(secs => k.lifetime_seconds / 2)
      AND k.expires_at >= k.created_at + make_interval(secs => k.lifetime_seconds)
      AND NOT ${isNoticed(KIND, 'k.merchant_id', 'k.id')}
    ORDER BY k.expires_at LIMIT $1),
  ${claimNotices(KIND, 'expiring')}
  SELECT e.merchant_id AS "merchantId", e.object_id AS id, e.name, e.until
  FROM expiring e JOIN noticed n ON n.merchant_id = e.merchant_id AND n.object_id = e.object_id
  ORDER BY e.until, e.object_id`,
);

interface ExpiringKey {
  merchantId: string;
  id: string;
  name: string | null;
  until: string;
}

/** Reports API keys to their merchant before they end, each once. */
@Injectable()
export class KeyNotices {
  private scannedAt = -SCAN_INTERVAL_MS;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly outbox: MailOutbox,
  ) {}

  /** The sweeper calls it; a scan runs once a minute, and in tests with every tenth sweep. */
  async scan(): Promise<void> {
    const now = performance.now();
    const interval = Math.min(SCAN_INTERVAL_MS, 10 * this.config.SWEEP_INTERVAL);
    if (!this.outbox.isOn || now - this.scannedAt < interval) return;
    this.scannedAt = now;
    await this.database.transaction(async (tx) => {
      for (const { merchantId, id, name, until } of await tx.query<ExpiringKey>(CLAIM, [MAX_KEYS_PER_SCAN])) {
        const merchant = await this.outbox.merchant(tx, merchantId);
        if (!merchant) continue;
        const at = formatTime(new Date(until), merchant.locale, merchant.timeZone);
        for (const recipient of merchant.recipients) {
          await this.outbox.write(tx, {
            ...{ kind: KIND, merchantId, objectId: id, recipient, sender: merchant.name, locale: merchant.locale },
            values: { merchant: merchant.name, key: name === null ? id : `${name} (${id})`, until: at },
            link: this.outbox.dashboardUrl('/dashboard/keys'),
          });
        }
      }
    });
  }
}
