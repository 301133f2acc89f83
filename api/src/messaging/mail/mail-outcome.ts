import { nextDelay, type Schedule } from '../webhooks/deliveries/retry-schedule.js';

/** What nodemailer's errors carry. */
export interface SmtpError {
  code?: string | undefined;
  responseCode?: number | undefined;
  /** The code of Node's error, for example of a certificate. */
  originalCode?: string | undefined;
  /** The command of SMTP that was refused. */
  command?: string | undefined;
}

export interface MailResult {
  status: 'sent' | 'failed' | 'pending';
  error: string | null;
  retryMs?: number;
}

/** A refusal of this message or recipient. 5xx replies to other commands are about the connection or the account. */
const OF_MESSAGE = new Set(['EENVELOPE', 'EMESSAGE']);
const ERROR_OF: Readonly<Record<string, string>> = {
  EENVELOPE: 'rejected',
  EMESSAGE: 'rejected',
  ETIMEDOUT: 'timeout',
  EAUTH: 'authentication_failed',
  ETLS: 'tls_failed',
  EDNS: 'host_not_found',
};

const OF_TLS = /CERT|SSL|TLS|SELF_SIGNED|VERIFY/;

/** Replies that ask for a login, or for another one (RFC 4954). */
const OF_LOGIN = new Set([530, 534, 535, 538]);

/** The name of an error, from a fixed list: replies of a mail server may quote the recipient. */
export function mailError({ code = '', responseCode = 0, originalCode = '', command = '' }: SmtpError): string {
  if (OF_TLS.test(originalCode)) return 'tls_failed';
  if (OF_LOGIN.has(responseCode)) return 'authentication_failed';
  if (OF_MESSAGE.has(code) && responseCode < 500) return 'deferred';
  // About MAIL_FROM, which the operator corrects, and not about this mail.
  if (command === 'MAIL FROM') return 'sender_refused';
  return ERROR_OF[code] ?? 'connection_failed';
}

/** What becomes of a mail after a failed attempt: a refusal is final, everything else is tried again. */
export function afterFailure(error: SmtpError, attempts: number, schedule: Schedule, jitter: number): MailResult {
  const name = mailError(error);
  if (name === 'rejected') return { status: 'failed', error: name };
  const retryMs = nextDelay({ schedule, attempts, jitter });
  return retryMs === null ? { status: 'failed', error: name } : { status: 'pending', error: name, retryMs };
}
