import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../accounts/access/caller.js';
import { AuditService } from '../../../accounts/audit/audit.service.js';
import { Database, type Tx } from '../../../platform/database/database.js';
import { newId } from '../../../platform/ids.js';
import { type MailedMerchant, MailOutbox } from '../../../platform/mail/mail-outbox.js';
import { JobQueue } from '../../../platform/queue/job-queue.js';
import type { WithHints } from '../../events/events.sql.js';
import { ANNOUNCE_DISABLED, DISABLE, FAIL_PENDING } from './endpoints.queries.js';

const FAIL_BATCH_SIZE = 5_000;

class NothingToDisable extends Error {}

/** Disables an endpoint: its pending deliveries fail, and an event announces it to the other endpoints. */
@Injectable()
export class EndpointDisabling {
  constructor(
    private readonly database: Database,
    private readonly queue: JobQueue,
    private readonly audit: AuditService,
    private readonly outbox: MailOutbox,
  ) {}

  /** Does nothing if the endpoint is already disabled, or its URL is no longer the one that failed. */
  async disable(
    merchantId: string,
    endpointId: string,
    url: string | null,
    reason: 'gone' | 'failing',
    actor: Actor,
  ): Promise<void> {
    const disabling = this.database.transaction(async (tx) => {
      await this.failPending(tx, merchantId, endpointId);
      const disabled = await tx.query(DISABLE, [merchantId, endpointId, reason, url]);
      if (disabled.length === 0) throw new NothingToDisable(); // rolls the failed deliveries back as well
      await this.announce(tx, merchantId, endpointId, actor);
      const changed = { enabled: false, disabled_reason: reason };
      await this.audit.record(tx, merchantId, actor.actor, 'endpoints.disable', endpointId, { changed });
      await this.mail(tx, merchantId, endpointId, { url: url ?? endpointId, reason });
    });
    await disabling.catch((error: unknown) => {
      if (!(error instanceof NothingToDisable)) throw error;
    });
  }

  /** Called before the endpoint's own row is locked: see FAIL_PENDING. */
  async failPending(tx: Tx, merchantId: string, endpointId: string): Promise<void> {
    for (let failed = FAIL_BATCH_SIZE; failed === FAIL_BATCH_SIZE;) {
      failed = (await tx.query(FAIL_PENDING, [merchantId, endpointId, FAIL_BATCH_SIZE])).length;
    }
  }

  async announce(tx: Tx, merchantId: string, endpointId: string, actor: Actor): Promise<void> {
    const values = [merchantId, endpointId, newId('evt'), actor.actor, actor.requestId, actor.traceParent];
    const [announced] = await tx.query<WithHints>(ANNOUNCE_DISABLED, values);
    tx.afterCommit(() => this.queue.hint(...(announced?.hints ?? [])));
  }

  private async mail(
    tx: Tx,
    merchantId: string,
    endpointId: string,
    { url, reason }: { url: string; reason: 'gone' | 'failing' },
  ): Promise<void> {
    const merchant = await this.outbox.merchant(tx, merchantId);
    for (const recipient of merchant?.recipients ?? []) {
      const { name, locale } = merchant as MailedMerchant;
      await this.outbox.write(tx, {
        kind: 'endpoint_disabled',
        merchantId,
        objectId: endpointId,
        recipient,
        sender: name,
        locale,
        values: { merchant: name, url, reason },
        link: this.outbox.dashboardUrl('/dashboard/webhooks'),
      });
    }
  }
}
