import { randomInt } from 'node:crypto';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Config } from '../../platform/config/config.module.js';
import { Database } from '../../platform/database/database.js';
import { mailLinkPlace } from '../../platform/mail/mail-outbox.js';
import { withHtmlLink, withLink } from '../../platform/mail/mail-text.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import { Meters } from '../../platform/telemetry/meters.js';
import { parseSchedule, type Schedule } from '../webhooks/deliveries/retry-schedule.js';
import { afterFailure, type MailResult } from './mail-outcome.js';
import { HAND_BACK, LEASE, RECORD } from './mails.queries.js';
import { Smtp } from './smtp.js';

/** Connections to the mail server at a time. */
const BATCH_SIZE = 10;
/** Time beyond MAIL_TIMEOUT in which a worker records its attempt. After it another worker takes the mail over. */
const LEASE_MARGIN_MS = 5_000;
const JITTER_STEPS = 1_000;
const SHUTDOWN_GRACE_MS = 8_000;

interface LeasedMail {
  id: string;
  fence: number;
  attempts: number;
  recipient: string;
  sender: string;
  subject: string;
  text: string;
  html: string;
  secret: string | null;
  linkExpired: boolean | null;
  merchantId: string;
  kind: string;
}

/**
 * Works off the outbox of mails in a worker: lease, send, record. Each worker polls, and mails need no queue. A mail may
 * arrive twice: a worker that dies after the mail server has accepted it leaves a mail that the next worker sends again.
 */
@Injectable()
export class MailSender implements BeforeApplicationShutdown {
  private readonly logger = new Logger(MailSender.name);
  private readonly smtp: Smtp | null;
  private readonly schedule: Schedule;
  private timer: NodeJS.Timeout | undefined;
  private working: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly secrets: SecretBox,
    private readonly meters: Meters,
  ) {
    this.smtp = config.SMTP_URL === undefined ? null : new Smtp(config.SMTP_URL, config);
    this.schedule = parseSchedule(config.MAIL_RETRY_SCHEDULE);
  }

  start(): void {
    const { smtp } = this;
    if (!smtp) return;
    this.timer = setTimeout(() => {
      this.working = this.work(smtp)
        .catch((error: Error) => this.logger.warn(`mails were not sent, the next pass retries: ${error.message}`))
        .finally(() => {
          if (!this.stopped) this.start();
        });
    }, this.config.SWEEP_INTERVAL);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await Promise.race([this.working, new Promise((resolve) => setTimeout(resolve, SHUTDOWN_GRACE_MS).unref())]);
  }

  /** Sends batches until no mail is due. */
  private async work(smtp: Smtp): Promise<void> {
    const leaseMs = this.config.MAIL_TIMEOUT + LEASE_MARGIN_MS;
    for (let full = true; full && !this.stopped;) {
      const mails = await this.database.query<LeasedMail>(LEASE, [BATCH_SIZE, leaseMs]);
      if (this.stopped) {
        await this.database.query(HAND_BACK, [mails.map(({ id }) => id), mails.map(({ fence }) => fence)]);
        return;
      }
      await Promise.all(mails.map((mail) => this.deliver(smtp, mail)));
      full = mails.length === BATCH_SIZE;
    }
  }

  private async deliver(smtp: Smtp, mail: LeasedMail): Promise<void> {
    const { status, error, retryMs = null } = await this.attempt(smtp, mail);
    const recorded = await this.database.query(RECORD, [mail.id, mail.fence, status, error, retryMs]);
    if (recorded.length === 0) return;
    this.meters.mails.inc({ outcome: status === 'pending' ? 'retry' : status });
    if (error === null) return;
    const facts = { mail_id: mail.id, merchant_id: mail.merchantId, kind: mail.kind, attempt: mail.attempts };
    this.logger.warn(`a mail was not sent: ${error}`, facts);
  }

  private async attempt(smtp: Smtp, mail: LeasedMail): Promise<MailResult> {
    if (mail.linkExpired === true) return { status: 'failed', error: 'link_expired' };
    // The worker of the last attempt died during it, and the schedule has no attempt left.
    if (mail.attempts > this.schedule.length) return { status: 'failed', error: 'worker_lost' };
    const link = mail.secret === null ? null : this.secrets.open(mail.secret, mailLinkPlace(mail.id));
    const [text, html] = [withLink(mail.text, link), link === null ? mail.html : withHtmlLink(mail.html, link)];
    const failure = await smtp.send({ ...mail, text, html });
    if (!failure) return { status: 'sent', error: null };
    return afterFailure(failure, mail.attempts, this.schedule, randomInt(JITTER_STEPS + 1) / JITTER_STEPS);
  }
}
