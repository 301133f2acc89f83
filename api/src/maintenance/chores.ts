import { Injectable } from '@nestjs/common';
import { AuditChain } from '../accounts/audit/audit-chain.service.js';
import { PasswordResetsService } from '../accounts/auth/password-resets.service.js';
import { SignInsService } from '../accounts/auth/sign-ins.service.js';
import { SessionsService } from '../accounts/auth/sessions.service.js';
import { PasskeysService } from '../accounts/factors/passkeys.service.js';
import { AccountLocks } from '../accounts/users/account-locks.service.js';
import { MembersService } from '../accounts/users/members.service.js';
import { MailsService } from '../messaging/mail/mails.service.js';
import { DeliveriesService } from '../messaging/webhooks/deliveries/deliveries.service.js';
import { AcquirerNotificationsService } from '../money/acquirer-notifications/acquirer-notifications.service.js';
import type { Settings } from '../platform/config/config.js';
import type { Tx } from '../platform/database/database.js';
import { IdempotencyService } from '../platform/idempotency/idempotency.service.js';
import { PolicyReportsService } from '../reporting/policy-reports/policy-reports.service.js';
import { RequestLogsService } from '../reporting/request-logs/request-logs.service.js';

type Forget = (tx: Tx, olderThanMs: number, limit: number) => Promise<number>;

/** The deletion of one table's expired rows. */
export interface Chore {
  readonly table: string;
  readonly retentionMs: number;
  /** Deletes up to `limit` rows; returns how many. */
  readonly forget: Forget;
}

const POLICY_REPORT_RETENTION_MS = 30 * 86_400_000;
/** Longer than an acquirer repeats a notification, so that repeats are recognised. */
const NOTIFICATION_RETENTION_MS = 30 * 86_400_000;

/** The tables that housekeeping keeps small. */
@Injectable()
export class Chores {
  constructor(
    private readonly deliveries: DeliveriesService,
    private readonly requests: RequestLogsService,
    private readonly sessions: SessionsService,
    private readonly members: MembersService,
    private readonly locks: AccountLocks,
    private readonly idempotency: IdempotencyService,
    private readonly audit: AuditChain,
    private readonly notifications: AcquirerNotificationsService,
    private readonly mails: MailsService,
    private readonly resets: PasswordResetsService,
    private readonly signIns: SignInsService,
    private readonly passkeys: PasskeysService,
    private readonly policyReports: PolicyReportsService,
  ) {}

  /** The chores that these settings do not turn off. */
  by(settings: Settings): Chore[] {
    const {
      deliveries,
      requests,
      sessions,
      members,
      locks,
      idempotency,
      audit,
      notifications,
      mails,
      resets,
      signIns,
    } = this;
    const { passkeys, policyReports } = this;
    const sessionRetention = settings.RETENTION_SESSIONS;
    const all: [table: string, retention: number | 'off', forget: Forget][] = [
      // Retention 0: each key stores its own expiry, IDEMPOTENCY_TTL after its first use.
      ['idempotency_keys', 0, (tx, _, limit) => idempotency.forget(tx, limit)],
      ['connector_notifications', NOTIFICATION_RETENTION_MS, (...batch) => notifications.forget(...batch)],
      ['webhook_attempts', settings.RETENTION_WEBHOOK_ATTEMPTS, (...batch) => deliveries.forgetAttempts(...batch)],
      ['request_logs', settings.RETENTION_REQUEST_LOGS, (...batch) => requests.forget(...batch)],
      ['sessions', sessionRetention, (...batch) => sessions.forget(...batch)],
      // Retention 0: each sign-in stores its own expiry.
      ['sign_ins', 0, (...batch) => signIns.forget(...batch)],
      ['policy_reports', POLICY_REPORT_RETENTION_MS, (...batch) => policyReports.forget(...batch)],
      ['passkey_challenges', 0, (...batch) => passkeys.forget(...batch)],
      ['login_failures', sessionRetention, (...batch) => locks.forget(...batch)],
      ['invites', sessionRetention, (...batch) => members.forgetInvites(...batch)],
      // Retention 0: each link stores its own expiry.
      ['mail_links', 0, (tx, _, limit) => mails.forgetLinks(tx, limit)],
      ['mails', settings.RETENTION_MAILS, (...batch) => mails.forget(...batch)],
      ['password_resets', settings.RETENTION_MAILS, (...batch) => resets.forget(...batch)],
      ['mail_notices', settings.RETENTION_MAILS, (...batch) => mails.forgetNotices(...batch)],
      ['audit_log', settings.RETENTION_AUDIT_LOG, (...batch) => audit.forget(...batch)],
    ];
    return all.flatMap(([table, retention, forget]) =>
      retention === 'off' ? [] : [{ table, retentionMs: retention, forget }],
    );
  }
}
