import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SMTPServerOptions } from 'smtp-server';
import { certificateOf, newAuthority } from '../support/certificate.js';
import { Gateway, type Member } from '../support/gateway.js';
import { MailServer, smtpRefusal } from '../support/mail-server.js';
import { waitFor } from '../support/processes.js';

const USER = 'gateway@shop.example';
const PASSWORD = 'a p@ss/word: with % and ü';
const WRONG = 'not the password';
let people = 0;
const someone = () => `mailed${people++}@shop.example`;

const authority = newAuthority();
const certificate = certificateOf(authority);

/** A mail server that takes mails only after a login, and a login only under TLS. */
const withLogin: SMTPServerOptions = {
  ...certificate,
  disabledCommands: [],
  authOptional: false,
  onAuth: ({ username, password }, _, done) =>
    username === USER && password === PASSWORD
      ? done(null, { user: username })
      : done(Object.assign(new Error('wrong user or password'), { responseCode: 535 })),
};
const urlOf = (protocol: string, { port }: MailServer, password: string) =>
  `${protocol}://${encodeURIComponent(USER)}:${encodeURIComponent(password)}@127.0.0.1:${port}`;

describe('a mail server', () => {
  let gateway: Gateway;
  let owner: Member;
  const servers: MailServer[] = [];
  beforeAll(async () => {
    gateway = await Gateway.start({
      worker: false,
      env: {
        SMTP_URL: 'smtp://127.0.0.1:9',
        MAIL_FROM: 'gateway@gateway.example',
        MAIL_TIMEOUT: '5s',
        MAIL_RETRY_SCHEDULE: `0s${',300ms'.repeat(45)}`,
        SMTP_CA: authority.ca,
      },
    });
    owner = await gateway.newMember('owner');
  });
  afterAll(async () => {
    await gateway.stop();
    await Promise.all(servers.map((server) => server.stop()));
  });

  const serve = async (options: SMTPServerOptions = {}) => {
    const server = await MailServer.start({ ...withLogin, ...options });
    servers.push(server);
    return server;
  };
  const work = (SMTP_URL: string, env: Record<string, string> = {}) => gateway.startWorker({ SMTP_URL, ...env });
  const stop = () => Promise.all(gateway.workers.splice(0).map((worker) => worker.stop()));
  const invite = async () => {
    const email = someone();
    await owner.api.post('/api/v1/members', { email, role: 'support' });
    return email;
  };
  const rowOf = async (email: string) => {
    const text = 'SELECT status, attempts, error FROM mails WHERE recipient = $1';
    return (await gateway.db.query<{ status: string; attempts: number; error: string | null }>(text, [email])).rows[0];
  };
  /** Tried more than once, and still to be sent. */
  const retried = (email: string, error: string) =>
    waitFor(
      async () => {
        const row = await rowOf(email);
        return row?.status === 'pending' && row.error === error && row.attempts > 1;
      },
      { what: async () => `the mail retried after ${error}: ${JSON.stringify(await rowOf(email))}` },
    );
  const sent = async (email: string) => {
    await waitFor(async () => (await rowOf(email))?.status === 'sent', {
      what: async () => `the mail sent: ${JSON.stringify(await rowOf(email))}`,
    });
    expect(await rowOf(email)).toMatchObject({ error: null });
  };

  it.each([
    ['smtp', 'STARTTLS', { secure: false }],
    ['smtps', 'TLS from the first byte', { secure: true }],
  ])('%s: takes a mail by %s, under TLS and after a login', async (protocol, _, options) => {
    const server = await serve(options);
    const email = await invite();
    await work(urlOf(protocol, server, PASSWORD));
    await sent(email);
    expect(server.to(email)).toMatchObject([{ secure: true, to: [email] }]);
    await stop();
  });

  it.each(['smtp', 'smtps'])(
    '%s: a wrong password is named, the mail waits, and is sent with the right one',
    async (protocol) => {
      const server = await serve({ secure: protocol === 'smtps' });
      const email = await invite();
      await work(urlOf(protocol, server, WRONG));
      await retried(email, 'authentication_failed');
      expect(server.received).toEqual([]);
      expect(gateway.logs()).toContain('a mail was not sent: authentication_failed');
      for (const secret of [WRONG, encodeURIComponent(WRONG)]) expect(gateway.logs()).not.toContain(secret);
      await stop();
      await work(urlOf(protocol, server, PASSWORD));
      await sent(email);
      expect(server.to(email)).toHaveLength(1);
      await stop();
    },
  );

  it('that wants a login and gets none refuses no mail for good', async () => {
    const server = await serve();
    const email = await invite();
    await work(`smtp://127.0.0.1:${server.port}`);
    await retried(email, 'authentication_failed');
    await stop();
    await work(urlOf('smtp', server, PASSWORD));
    await sent(email);
    await stop();
  });

  it('that refuses the sender refuses no mail for good', async () => {
    let refuses = true;
    const server = await serve({
      onMailFrom: (_, __, done) => done(refuses ? smtpRefusal(553, 'sender not allowed') : null),
    });
    const email = await invite();
    await work(urlOf('smtp', server, PASSWORD));
    await retried(email, 'sender_refused');
    refuses = false;
    await sent(email);
    await stop();
  });

  it('whose certificate another authority has signed gets neither mail nor password', async () => {
    const logins: unknown[] = [];
    const foreign = await serve({
      ...certificateOf(newAuthority()),
      onAuth: (login, _, done) => {
        logins.push(login);
        done(null, { user: 'x' });
      },
    });
    const own = await serve();
    const email = await invite();
    await work(urlOf('smtp', foreign, PASSWORD));
    await retried(email, 'tls_failed');
    expect([foreign.received, logins]).toEqual([[], []]);
    await stop();
    await work(urlOf('smtp', own, PASSWORD));
    await sent(email);
    await stop();
  });
});
