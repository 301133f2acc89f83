import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import {
  type NotifiedAccount,
  NotifiedAccounts,
} from '../../acquiring/connector-accounts/notified-accounts.service.js';
import type { ReceivedNotification, VerifiedNotification } from '../../acquiring/connectors/connector.js';
import { Connectors } from '../../acquiring/connectors/connectors.service.js';
import { Clock } from '../../platform/clock.js';
import { Database, type Tx } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import type { Hint } from '../../platform/queue/jobs.js';
import { Meters } from '../../platform/telemetry/meters.js';
import { DUE, FORGET, MATCH, RECEIVE } from './acquirer-notifications.queries.js';

/** One without a match is matched again for this long: what it names may not be stored yet. */
const MATCH_FOR_MS = 86_400_000;
/** An acquirer's notification names a few ids. */
const MAX_IDS = 20;

export interface UnmatchedNotification {
  readonly merchantId: string;
  readonly accountId: string;
  readonly bodyHash: string;
}
interface Stored {
  readonly isNew: boolean;
  readonly isMatched: boolean;
  readonly isKnown: boolean;
  readonly hints: Hint[];
}

/**
 * Notifications of acquirers. A verified one is stored and wakes the charge or refund that it names, in one statement; the
 * worker then asks the acquirer. One that states only what is stored already wakes nothing. Nothing that it states is
 * written to a payment, charge or refund.
 */
@Injectable()
export class AcquirerNotificationsService {
  private readonly logger = new Logger(AcquirerNotificationsService.name);

  constructor(
    private readonly database: Database,
    private readonly accounts: NotifiedAccounts,
    private readonly connectors: Connectors,
    private readonly queue: JobQueue,
    private readonly clock: Clock,
    private readonly meters: Meters,
  ) {}

  /** False if there is no such account, or the signature or its time is not right. Throws 503 if it cannot be stored. */
  async receive(
    connector: string,
    accountId: string,
    received: Pick<ReceivedNotification, 'headers' | 'body'>,
  ): Promise<boolean> {
    try {
      const account = await this.accounts.find(connector, accountId);
      const notification = account && (await this.verify(account, received));
      if (notification) await this.store(account, notification, received.body);
      else if (account) await this.accounts.noteUnverified(account);
      if (!notification) this.meters.notifications.inc({ outcome: 'refused' });
      return Boolean(notification);
    } catch (error) {
      this.meters.notifications.inc({ outcome: 'not_stored' });
      const description = 'The notification could not be stored. Send it again.';
      throw new ApiError('temporarily_unavailable', description, { retryAfterSeconds: 1, cause: error });
    }
  }

  /** Those that are to be matched again. */
  due(tx: Tx, limit: number): Promise<UnmatchedNotification[]> {
    return tx.query(DUE, [limit]);
  }

  async match({ merchantId, accountId, bodyHash }: UnmatchedNotification): Promise<void> {
    const values = [merchantId, accountId, bodyHash, MATCH_FOR_MS];
    const [tried] = await this.database.query<Pick<Stored, 'hints'>>(MATCH, values);
    if (tried) this.queue.hint(...tried.hints);
  }

  /** Deletes what came more than `olderThanMs` ago. From then on a repeat would count as new, and only ask once more. */
  async forget(tx: Tx, olderThanMs: number, limit: number): Promise<number> {
    return (await tx.query(FORGET, [olderThanMs, limit])).length;
  }

  private async verify(
    { merchantId, id, connector, secrets }: NotifiedAccount,
    received: Pick<ReceivedNotification, 'headers' | 'body'>,
  ): Promise<VerifiedNotification | null> {
    const acquirer = await this.connectors.at({ merchantId, accountId: id, connector });
    return acquirer.verifyNotification?.({ ...received, secrets, now: this.clock.now() }) ?? null;
  }

  private async store(account: NotifiedAccount, notification: VerifiedNotification, body: Buffer): Promise<void> {
    const { eventId, type, ids, chargeReference, refundReference, stated } = notification;
    const [row] = await this.database.query<Stored>(RECEIVE, [
      ...[account.merchantId, account.id, createHash('sha256').update(body).digest('hex'), eventId, type],
      ...[JSON.stringify(ids.slice(0, MAX_IDS)), chargeReference, refundReference],
      stated && ids.length <= MAX_IDS ? JSON.stringify(stated) : null,
    ]);
    if (!row) throw new Error('the notification was not stored');
    this.queue.hint(...row.hints);
    const outcome = outcomeOf(row);
    this.meters.notifications.inc({ outcome });
    this.logger.debug(`notification ${outcome}`, { account_id: account.id, merchant_id: account.merchantId, type });
  }
}

const outcomeOf = ({ isNew, isMatched, isKnown }: Stored) => {
  if (!isNew) return 'duplicate';
  if (isKnown) return 'known';
  return isMatched ? 'accepted' : 'unmatched';
};
