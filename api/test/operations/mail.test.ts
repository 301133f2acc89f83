import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { expectRefusal } from '../support/envelope.js';
import { DEMO_MERCHANT, Gateway, type Member } from '../support/gateway.js';
import { MailServer, type ReceivedMail, smtpRefusal } from '../support/mail-server.js';
import { admin, freePort, waitFor } from '../support/processes.js';
import { Receiver } from '../support/receiver.js';

const INVITE_LINK = /http:\/\/localhost:3000\/register\?invite=([\w-]{43})/;
let people = 0;
const someone = () => `person${people++}@shop.example`;

describe('mails by SMTP', () => {
  let gateway: Gateway;
  let mail: MailServer;
  let owner: Member;
  beforeAll(async () => {
    mail = await MailServer.start();
    gateway = await Gateway.start({
      env: {
        SMTP_URL: `smtp://127.0.0.1:${mail.port}`,
        SMTP_TLS: 'off',
        MAIL_FROM: 'gateway@gateway.example',
        MAIL_TIMEOUT: '1s',
        MAIL_RETRY_SCHEDULE: '0s,100ms,100ms',
      },
    });
    owner = await gateway.newMember('owner');
  });
  beforeEach(() => {
    mail.behave = () => undefined;
    mail.accepts = () => null;
  });
  afterAll(async () => {
    await gateway.stop();
    await mail.stop();
  });

  const invite = async (email: string) => (await owner.api.post('/api/v1/members', { email, role: 'support' })).json;
  const rowOf = async (recipient: string) => {
    const { rows } = await gateway.db.query(`SELECT * FROM mails WHERE recipient = $1 ORDER BY id DESC LIMIT 1`, [
      recipient,
    ]);
    return rows[0];
  };
  const ended = (recipient: string, status: string) =>
    waitFor(async () => (await rowOf(recipient))?.status === status && rowOf(recipient), {
      what: async () => `the mail ${status}: ${JSON.stringify(await rowOf(recipient))}`,
    });
  const delivered = (recipient: string, count = 1): Promise<ReceivedMail[]> =>
    waitFor(() => mail.to(recipient).length >= count && mail.to(recipient), { what: `${count} mails to ${recipient}` });

  it('an invite arrives with a link that works, and the link is stored only until then', async () => {
    const email = someone();
    let stored: unknown;
    mail.behave = async () => void (stored = (await rowOf(email)).secret_cipher);
    const made = await invite(email);
    const [received] = await delivered(email);
    expect(received).toMatchObject({ from: 'gateway@gateway.example', to: [email] });
    expect(received?.headers).toMatchObject({
      subject: 'Invitation to Test Merchant',
      from: 'Test Merchant <gateway@gateway.example>',
      'auto-submitted': 'auto-generated',
    });
    const token = INVITE_LINK.exec(received?.text ?? '')?.[1] ?? '';
    expect(made.invite_url).toContain(token);
    const joined = { email, name: 'Asha', password: 'a password of some length', invite: token };
    expect((await gateway.shopper.post('/api/v1/auth/register', joined)).status).toBe(201);
    expect(stored).toEqual(expect.any(String));
    const row = await ended(email, 'sent');
    expect(row).toMatchObject({ secret_cipher: null, attempts: 1, error: null, lease_until: null });
    expect(JSON.stringify(row)).not.toContain(token);
    expect(gateway.logs()).not.toContain(token);
  });

  it('a mail that the server defers is sent again under the same Message-ID', async () => {
    const email = someone();
    mail.behave = () => {
      if (mail.to(email).length === 1) throw smtpRefusal(451, 'try again later');
    };
    await invite(email);
    const [first, second] = await delivered(email, 2);
    expect(second?.headers['message-id']).toBe(first?.headers['message-id']);
    expect(await ended(email, 'sent')).toMatchObject({ attempts: 2, error: null });
  });

  it('a refused recipient ends the mail at once, and removes its link', async () => {
    const email = someone();
    mail.accepts = () => smtpRefusal(550, `no such user ${email}`);
    await invite(email);
    expect(await ended(email, 'failed')).toMatchObject({ attempts: 1, error: 'rejected', secret_cipher: null });
    expect(gateway.logs()).toContain('a mail was not sent: rejected');
    expect(gateway.logs()).not.toContain(`no such user ${email}`);
  });

  it('a server that does not reply is tried until the schedule ends', async () => {
    const email = someone();
    let release: () => void = () => undefined;
    mail.behave = () => new Promise((resolve) => (release = resolve));
    await invite(email);
    expect(await ended(email, 'failed')).toMatchObject({ attempts: 3, error: 'timeout' });
    release();
  });

  it('a worker killed during an attempt: the next one sends the mail, which may arrive twice', async () => {
    const email = someone();
    const [worker] = gateway.workers.splice(0);
    mail.behave = () => new Promise(() => undefined);
    await invite(email);
    await delivered(email);
    await worker?.kill();
    mail.behave = () => undefined;
    expect(await rowOf(email)).toMatchObject({ status: 'pending', attempts: 1, fence: 1 });
    await gateway.db.query('UPDATE mails SET lease_until = now() WHERE recipient = $1', [email]);
    await gateway.startWorker();
    const [first, second] = await delivered(email, 2);
    expect(second?.headers['message-id']).toBe(first?.headers['message-id']);
    expect(await ended(email, 'sent')).toMatchObject({ attempts: 2, fence: 2 });
  });

  it('with TLS required nothing is sent without it, or to a server with an unknown certificate', async () => {
    const [secure, plain] = await Promise.all([MailServer.start({ disabledCommands: [] }), MailServer.start()]);
    await Promise.all(gateway.workers.splice(0).map((worker) => worker.stop()));
    for (const server of [plain, secure]) {
      const email = someone();
      await invite(email);
      const worker = await gateway.startWorker({ SMTP_URL: `smtp://127.0.0.1:${server.port}`, SMTP_TLS: 'on' });
      expect(await ended(email, 'failed')).toMatchObject({ attempts: 3, error: 'tls_failed' });
      expect(server.received).toEqual([]);
      await worker.stop();
      gateway.workers.splice(0);
    }
    await gateway.startWorker();
    await Promise.all([secure.stop(), plain.stop()]);
  });

  it('a mail is written with what caused it: a refused invite writes none', async () => {
    const { email } = await gateway.newMember('viewer');
    expect((await owner.api.post('/api/v1/members', { email, role: 'support' })).status).toBe(400);
    expect(await rowOf(email)).toBeUndefined();
  });

  const PASSWORD = 'a password of some length';
  const NEW_PASSWORD = 'lantern orbit mustard canyon';
  const post = (path: string, body: object) => gateway.shopper.post(`/api/v1/auth/${path}`, body);
  const register = async () => {
    const email = someone();
    const { status, json } = await post('register', { email, name: 'Ravi', password: PASSWORD });
    expect(status).toBe(201);
    return { email, session: gateway.client({ session: json.token }), device: json.device_token };
  };

  it('a link for a new password works once, ends all sessions, and is audited', async () => {
    const { email, session } = await register();
    expect((await post('password-reset', { email: email.toUpperCase() })).json).toEqual({ done: true });
    const [received] = await delivered(email);
    const token = /http:\/\/localhost:3000\/reset-password\?token=([\w-]{43})/.exec(received?.text ?? '')?.[1] ?? '';
    expect(await ended(email, 'sent')).toMatchObject({ merchant_id: null, secret_cipher: null });
    const { rows } = await gateway.db.query('SELECT token_hash FROM password_resets');
    expect(JSON.stringify(rows)).not.toContain(token);
    const weak = await post('password-reset/confirm', { token, new_password: '123456789012' });
    expectRefusal(weak, { status: 400, code: 'BAD_REQUEST_ERROR', field: 'new_password' });
    expect((await post('password-reset/confirm', { token, new_password: NEW_PASSWORD })).json).toEqual({ done: true });
    const again = await post('password-reset/confirm', { token, new_password: PASSWORD });
    expectRefusal(again, { status: 400, code: 'BAD_REQUEST_ERROR', field: 'token' });
    expect((await session.get('/api/v1/me')).status).toBe(401);
    expect((await post('login', { email, password: PASSWORD })).status).toBe(401);
    const { json } = await post('login', { email, password: NEW_PASSWORD });
    const { data } = (await gateway.client({ session: json.token }).get('/api/v1/audit-log?action=auth.')).json;
    const actions = data.map(({ action }: { action: string }) => action);
    expect(actions).toEqual(expect.arrayContaining(['auth.request_password_reset', 'auth.reset_password']));
  });

  it('an unknown address gets the same response in the same time, and no mail', async () => {
    const { email } = await register();
    const took = async (address: string) => {
      const began = performance.now();
      const reply = await post('password-reset', { email: address });
      return { status: reply.status, json: reply.json, long: performance.now() - began >= 290 };
    };
    const stranger = someone();
    const same = { status: 200, json: { done: true }, long: true };
    expect([await took(email), await took(stranger)]).toEqual([same, same]);
    expect(await rowOf(stranger)).toBeUndefined();
  });

  it('an expired link is refused, and an account gets three links per hour', async () => {
    const { email } = await register();
    for (let request = 0; request < 5; request++) await post('password-reset', { email });
    const received = await delivered(email, 3);
    const count = 'SELECT count(*) FROM mails WHERE recipient = $1';
    expect((await gateway.db.query(count, [email])).rows[0].count).toBe(3);
    await gateway.db.query('UPDATE password_resets SET expires_at = now()');
    const token = /\?token=([\w-]{43})/.exec(received[0]?.text ?? '')?.[1];
    const refused = await post('password-reset/confirm', { token, new_password: NEW_PASSWORD });
    expectRefusal(refused, { status: 400, code: 'BAD_REQUEST_ERROR', reason: 'reset_invalid' });
  });

  it('a sign-in on a new device is reported to the user, one on a known device is not', async () => {
    const { email, device } = await register();
    expect((await post('login', { email, password: PASSWORD, device_token: device })).status).toBe(200);
    expect(await rowOf(email)).toBeUndefined();
    expect((await post('login', { email, password: PASSWORD })).status).toBe(200);
    const [received] = await delivered(email);
    expect(received?.headers['subject']).toBe('New sign-in to your account');
    expect(received?.text).toContain('127.0.0.1');
    expect(mail.to(email)).toHaveLength(1);
  });

  it('authorisations about to expire are reported together, each once', async () => {
    const email = someone();
    await owner.api.patch('/api/v1/merchant', { email });
    const authorized = async () => {
      const { id } = await gateway.order({ capture: 'manual' });
      return (await gateway.payment((await gateway.pay(id)).id)).id as string;
    };
    const [first, second, later] = [await authorized(), await authorized(), await authorized()];
    const expires = (id: string, hours: number) =>
      gateway.db.query(
        `WITH moved AS (UPDATE charges SET due_at = now() + make_interval(hours => $2) WHERE payment_id = $1 RETURNING due_at)
         UPDATE payments SET capture_before = moved.due_at FROM moved WHERE id = $1`,
        [id, hours],
      );
    await Promise.all([expires(first, 5), expires(second, 6), expires(later, 40)]);
    const reported = () =>
      mail
        .to(email)
        .map(({ text }) => text)
        .join();
    await waitFor(() => reported().includes(first) && reported().includes(second), { what: 'both payments' });
    expect(reported()).not.toContain(later);
    expect(reported()).toContain('₹500.00');
    await expires(later, 7);
    await waitFor(() => reported().includes(later), { what: 'the third payment' });
    expect(reported().split(first)).toHaveLength(3); // once in the text, once in the HTML
    await owner.api.patch('/api/v1/merchant', { email: null });
  });

  it('a disabled endpoint is reported to the merchant once, in its language', async () => {
    const email = someone();
    await owner.api.patch('/api/v1/merchant', { email, locale: 'hi-IN' });
    const receiver = await Receiver.start();
    receiver.behave = (_, response) => response.writeHead(410).end();
    const endpoint = (await gateway.api.post('/api/v1/webhook-endpoints', { url: receiver.url })).json;
    await gateway.api.post(`/api/v1/webhook-endpoints/${endpoint.id}/test`);
    const [received] = await delivered(email);
    expect(received?.headers['subject']).toBe('Test Merchant का एक वेबहुक एंडपॉइंट बंद कर दिया गया');
    expect(received?.text).toContain(receiver.url);
    expect(await ended(email, 'sent')).toMatchObject({ kind: 'endpoint_disabled', object_id: endpoint.id });
    expect(mail.to(email)).toHaveLength(1);
    await owner.api.patch('/api/v1/merchant', { email: null, locale: 'en-IN' });
    await receiver.stop();
  });
});

describe('mails of a demo run without a mail server', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false });
  });
  afterAll(() => gateway.stop());

  it('stay in an inbox that members read, where the link of an invite is hidden', async () => {
    const owner = await gateway.newMember('owner');
    const { invite_url: url } = (await owner.api.post('/api/v1/members', { email: someone(), role: 'viewer' })).json;
    const token = new URL(url).searchParams.get('invite') ?? '-';
    const list = (await owner.api.get('/api/v1/mails?kind=invite&status=kept')).json;
    expect(list.data).toMatchObject([{ kind: 'invite', status: 'kept', subject: 'Invitation to Test Merchant' }]);
    const viewer = await gateway.newMember('viewer');
    const shown = await viewer.api.get(`/api/v1/mails/${list.data[0].id}`);
    expect(shown.json.text).toContain('Accept the invitation:\n[link]');
    expect(JSON.stringify([list, shown.json])).not.toContain(token);
  });

  it('the operator reads the link of a kept mail on the command line, and no API shows it', async () => {
    const email = someone();
    const password = 'a password of some length';
    const registered = await gateway.shopper.post('/api/v1/auth/register', { email, name: 'Ravi', password });
    const { session, device } = { session: registered.json.token, device: registered.json.device_token };
    await gateway.shopper.post('/api/v1/auth/password-reset', { email });
    const { code, text } = await admin(['kept-mails', email], gateway.environment);
    const token = /reset-password\?token=([\w-]{43})/.exec(text)?.[1] ?? '';
    expect([code, token.length]).toEqual([0, 43]);
    const api = gateway.client({ session });
    expect((await api.get('/api/v1/mails')).json.data).toEqual([]);
    const change = { token, new_password: 'lantern orbit mustard canyon' };
    expect((await gateway.shopper.post('/api/v1/auth/password-reset/confirm', change)).status).toBe(200);
    const login = { email, password: change.new_password, device_token: device };
    expect((await gateway.shopper.post('/api/v1/auth/login', login)).status).toBe(200);
  });

  it('no API key, no other merchant and no user’s mail', async () => {
    const owner = await gateway.newMember('owner');
    await owner.api.post('/api/v1/members', { email: someone(), role: 'viewer' });
    const [own] = (await owner.api.get('/api/v1/mails?limit=1')).json.data;
    expectRefusal(await gateway.api.get('/api/v1/mails'), { status: 403, code: 'PERMISSION_ERROR' });
    const other = await gateway.newMember('owner', (await gateway.newMerchant()).id);
    const refusal = { status: 404, code: 'NOT_FOUND_ERROR', description: 'Mail not found' };
    expectRefusal(await other.api.get(`/api/v1/mails/${own.id}`), refusal);
    expect((await other.api.get('/api/v1/mails')).json.data).toEqual([]);
    await gateway.db.query(
      `INSERT INTO mails (user_id, kind, recipient, sender_name, subject, body_text, body_html, status)
       VALUES ($1, 'password_reset', 'x@shop.example', 'x', 'of a user', 'x', 'x', 'kept')`,
      [owner.id],
    );
    const { rows } = await gateway.db.query(`SELECT id FROM mails WHERE subject = 'of a user'`);
    expectRefusal(await owner.api.get(`/api/v1/mails/${rows[0].id}`), refusal);
    expect(JSON.stringify((await owner.api.get('/api/v1/mails?limit=100')).json)).not.toContain('of a user');
  });

  it('expired links and old mails are removed, and others stay', async () => {
    const owner = await gateway.newMember('owner');
    const emails = [someone(), someone(), someone()];
    for (const email of emails) await owner.api.post('/api/v1/members', { email, role: 'viewer' });
    const [used, old, young] = emails;
    await gateway.db.query(`UPDATE mails SET secret_until = now() WHERE recipient = $1`, [used]);
    await gateway.db.query(`UPDATE mails SET created_at = now() - interval '31 days' WHERE recipient = $1`, [old]);
    const worker = await gateway.startWorker({ METRICS_PORT: String(await freePort()) });
    const left = async () => {
      const { rows } = await gateway.db.query<{ recipient: string; linked: boolean }>(
        `SELECT recipient, secret_cipher IS NOT NULL AS linked FROM mails WHERE merchant_id = $1 AND recipient = ANY ($2)`,
        [DEMO_MERCHANT, emails],
      );
      return Object.fromEntries(rows.map(({ recipient, linked }) => [recipient, linked]));
    };
    const expected = { [String(used)]: false, [String(young)]: true };
    await waitFor(async () => JSON.stringify(await left()) === JSON.stringify(expected), {
      what: async () => `the removal: ${JSON.stringify(await left())}`,
    });
    await worker.stop();
  });
});
