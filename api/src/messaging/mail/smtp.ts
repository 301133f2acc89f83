import type { Settings } from '../../platform/config/config.js';
import { within } from '../../platform/queue/within.js';
import type { SmtpError } from './mail-outcome.js';

export interface OutgoingMail {
  id: string;
  recipient: string;
  /** The name in `From`. */
  sender: string;
  subject: string;
  text: string;
  html: string;
}

type SmtpSettings = Pick<Settings, 'SMTP_URL' | 'SMTP_TLS' | 'SMTP_CA' | 'MAIL_FROM' | 'MAIL_TIMEOUT'>;

/** Sends mails by SMTP, each on a connection of its own. */
export class Smtp {
  private readonly options: object;
  private readonly from: string;
  private readonly timeoutMs: number;

  constructor(url: string, { SMTP_TLS: tls, SMTP_CA: ca, MAIL_FROM: from = '', MAIL_TIMEOUT: timeout }: SmtpSettings) {
    const { protocol, hostname, port, username, password } = new URL(url);
    const secure = protocol === 'smtps:';
    this.from = from;
    this.timeoutMs = timeout;
    this.options = {
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? (secure ? 465 : 587) : Number(port),
      secure,
      // Without this a man in the middle could remove the offer of TLS and read mails and password.
      requireTLS: tls === 'on',
      ...(username !== '' && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
      tls: { minVersion: 'TLSv1.2', ...(ca !== undefined && { ca }) },
      connectionTimeout: timeout,
      greetingTimeout: timeout,
      socketTimeout: timeout,
      dnsTimeout: timeout,
      disableFileAccess: true,
      disableUrlAccess: true,
    };
  }

  /** Null if the mail server has accepted the mail. */
  async send({ id, recipient, sender, subject, text, html }: OutgoingMail): Promise<SmtpError | null> {
    const { createTransport } = await import('nodemailer'); // loaded with the first mail: it takes memory
    const transport = createTransport(this.options);
    const sending = transport
      .sendMail({
        from: { name: sender, address: this.from },
        to: { name: '', address: recipient },
        // The same on every attempt, so that a mailbox that gets a mail twice can tell.
        messageId: `<${id}@${this.from.split('@')[1] ?? 'localhost'}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
        subject,
        text,
        html,
      })
      .then(
        () => null,
        ({ code, responseCode, originalCode, command }: SmtpError) => ({ code, responseCode, originalCode, command }),
      );
    const result = await within(this.timeoutMs, sending);
    transport.close();
    return result === undefined ? { code: 'ETIMEDOUT' } : result;
  }
}
