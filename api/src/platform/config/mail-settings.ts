import { z } from 'zod';
import { duration, onOff, optional, rate, retention, schedule, smtpUrl, text, variable } from './setting-types.js';

/** The settings of mail: docs/mail.md. */
export const MAIL_SETTINGS = {
  SMTP_URL: optional(
    'Turns mail on: smtp://user:password@host:587 or smtps://host:465; absent: demo runs keep mails in an inbox, others write none',
    smtpUrl,
  ),
  SMTP_TLS: variable(
    '`off`: smtp:// does without TLS if the server offers none; only for a relay on this machine or a private network',
    'on',
    onOff,
  ),
  SMTP_CA: optional("PEM of the authority that signed the mail server's certificate; absent: those Node trusts", text),
  MAIL_FROM: optional('Address that mails come from; required with SMTP_URL', z.email()),
  MAIL_TIMEOUT: variable('Deadline of one attempt to send a mail', '20s', duration),
  MAIL_RETRY_SCHEDULE: variable(
    'Delays before each attempt to send a mail, up to 10 % longer',
    '0s,1m,5m,30m,2h,6h,12h',
    schedule,
  ),
  CAPTURE_NOTICE: variable('How long before their voiding authorised payments are reported by mail', '24h', duration),
  RECEIPT_MAIL_LIMIT: variable(
    'Receipts that a live merchant may mail to payers, or `off`; a test merchant a twentieth of it',
    '1000/1h',
    rate,
  ),
  RETENTION_MAILS: variable('How long mails and used links for new passwords are kept, or `off`', '30d', retention),
};
