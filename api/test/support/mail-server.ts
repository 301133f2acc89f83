import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface ReceivedMail {
  from: string;
  to: string[];
  /** The message as it was sent, with decoded quoted-printable and base64 parts in `text`. */
  raw: string;
  headers: Record<string, string>;
  /** The parts of the body, decoded. */
  text: string;
  secure: boolean;
}
/** An error refuses the mail with its `responseCode`; a promise holds the reply. */
type Behaviour = (mail: ReceivedMail) => void | Promise<void>;

/** The error with which the server replies. */
export const smtpRefusal = (responseCode: number, message: string) =>
  Object.assign(new Error(message), { responseCode });

/** A mail server on loopback that records every mail and replies as configured. */
export class MailServer {
  readonly received: ReceivedMail[] = [];
  behave: Behaviour = () => undefined;
  /** Replies to RCPT TO. */
  accepts: (address: string) => Error | null = () => null;
  private readonly server: SMTPServer;
  private readonly sockets = new Set<Socket>();

  private constructor(options: SMTPServerOptions) {
    this.server = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      authOptional: true,
      disableReverseLookup: true,
      closeTimeout: 100,
      ...options,
      onRcptTo: ({ address }, _, done) => done(this.accepts(address)),
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const { mailFrom, rcptTo } = session.envelope;
          const mail = {
            from: mailFrom ? mailFrom.address : '',
            to: rcptTo.map(({ address }) => address),
            secure: session.secure,
            ...parsed(Buffer.concat(chunks).toString()),
          };
          this.received.push(mail);
          void Promise.resolve()
            .then(() => this.behave(mail))
            .then(
              () => done(),
              (error: Error) => done(error),
            );
        });
      },
    });
    this.server.on('error', () => undefined);
  }

  static async start(options: SMTPServerOptions = {}): Promise<MailServer> {
    const server = new MailServer(options);
    const listening = server.server.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    server.server.server.on('connection', (socket: Socket) => {
      server.sockets.add(socket.once('close', () => server.sockets.delete(socket)));
    });
    return server;
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  to(address: string): ReceivedMail[] {
    return this.received.filter(({ to }) => to.includes(address));
  }

  stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const socket of this.sockets) socket.destroy(); // also those whose reply is held
    return closed;
  }
}

/** Headers in lower case, unfolded and decoded; the body's parts decoded and joined. */
function parsed(raw: string): Pick<ReceivedMail, 'raw' | 'headers' | 'text'> {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const headers = headersOf(head);
  const boundary = /boundary="([^"]+)"/.exec(headers['content-type'] ?? '')?.[1];
  const body = rest.join('\r\n\r\n');
  if (boundary === undefined) return { raw, headers, text: decoded(body, headers['content-transfer-encoding']) };
  const parts = body.split(`--${boundary}`).slice(1, -1);
  const texts = parts.map((part) => {
    const [own = '', ...content] = part.trimStart().split('\r\n\r\n');
    return decoded(content.join('\r\n\r\n'), headersOf(own)['content-transfer-encoding']);
  });
  return { raw, headers, text: texts.join('\n') };
}

function headersOf(head: string): Record<string, string> {
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const pairs = lines.map((line) => [
    line.split(':')[0]?.toLowerCase() ?? '',
    decodedWords(line.replace(/^[^:]*:\s*/, '')),
  ]);
  return Object.fromEntries(pairs) as Record<string, string>;
}

const decodedWords = (value: string) =>
  value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([BQ])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toUpperCase() === 'B' ? Buffer.from(text, 'base64').toString() : fromQuoted(text.replaceAll('_', ' ')),
    );

function decoded(body: string, encoding = '7bit'): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString();
  return encoding === 'quoted-printable' ? fromQuoted(body.replace(/=\r\n/g, '')) : body;
}

const fromQuoted = (text: string) =>
  Buffer.from(
    text.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  ).toString();
