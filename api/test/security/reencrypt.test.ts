import { createCipheriv, createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { secretPlace as apiKeyPlace } from '../../src/accounts/api-keys/api-key-secret.js';
import { totpPlace } from '../../src/accounts/factors/totp.js';
import { returnSecretPlace } from '../../src/accounts/merchants/return-secret.js';
import { webhookSecretPlace } from '../../src/acquiring/connector-accounts/account-secrets.js';
import { credentialsPlace } from '../../src/acquiring/connectors/account-credentials.js';
import { SEALED_COLUMNS, SEALED_NAME } from '../../src/boot/sealed-columns.js';
import { headersPlace, secretPlace as endpointPlace } from '../../src/messaging/webhooks/endpoints/endpoint-secrets.js';
import { responsePlace } from '../../src/platform/idempotency/idempotency.service.js';
import { mailLinkPlace } from '../../src/platform/mail/mail-outbox.js';
import { SecretBox } from '../../src/platform/secrets/secret-box.js';
import { cloneTemplate } from '../support/database.js';
import { DEMO_MERCHANT } from '../support/gateway.js';
import { type GatewayProcess, start, waitFor } from '../support/processes.js';

const [OLD, NEW, GONE] = [1, 2, 3].map(() => randomBytes(32).toString('base64')) as [string, string, string];
const idOf = (key: string) => createHash('sha256').update(Buffer.from(key, 'base64')).digest('hex').slice(0, 8);
const [before, after] = [new SecretBox(OLD), new SecretBox(NEW)];
const ENDPOINTS = 450; // more than two batches
const keyPlace = (id: string) => apiKeyPlace(DEMO_MERCHANT, id);
const secretPlaceOf = (id: string) => endpointPlace(DEMO_MERCHANT, id);
const headersOf = (id: string) => headersPlace(DEMO_MERCHANT, id);
const MAIL = randomUUID();
const SEALED_ANSWER = responsePlace({ merchantId: DEMO_MERCHANT, scope: '', key: 'sealed' });

/** Encrypted like the previous version did: bound to the row only. */
function sealedBefore(text: string, context: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(OLD, 'base64'), iv).setAAD(Buffer.from(context));
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return ['v1', idOf(OLD), ...[iv, cipher.getAuthTag(), data].map((part) => part.toString('base64url'))].join('.');
}

describe('reencrypt', () => {
  let url: string;
  let drop: () => Promise<void>;
  let db: pg.Client;
  beforeAll(async () => {
    ({ url, drop } = await cloneTemplate());
    db = new pg.Client({ connectionString: url });
    await db.connect();
  });
  afterAll(async () => {
    await db.end();
    await drop();
  });

  const begin = () => start('reencrypt', { DATABASE_URL: url, ENCRYPTION_KEY: `${NEW},${OLD}` });
  const ended = async ({ child, log }: GatewayProcess) => {
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
    const lines = log().split('\n').filter((line) => line.startsWith('{')); // prettier-ignore
    return { code: child.exitCode, lines: lines.map((line) => JSON.parse(line)) };
  };
  const counts = (lines: { column?: string; reencrypted?: number }[]) =>
    Object.fromEntries(lines.filter((one) => 'reencrypted' in one).map((one) => [one.column, one.reencrypted]));

  /** Values under the old key in every column, and one value that no key can decrypt. */
  const fill = async () => {
    await db.query(
      'DELETE FROM api_keys; DELETE FROM webhook_endpoints; DELETE FROM idempotency_keys; DELETE FROM mails',
    );
    const endpoints = Array.from({ length: ENDPOINTS }, (_, i) => {
      const id = `we_${String(i).padStart(4, '0')}`;
      return {
        id,
        secret:
          i % 2 ? before.seal(`whsec_${i}`, secretPlaceOf(id)) : sealedBefore(`whsec_${i}`, `${DEMO_MERCHANT}/${id}`),
        previous: i % 3 ? null : before.seal(`whsec_${i}_before`, secretPlaceOf(id)),
        headers: i ? null : before.seal('{"X-Key":"value"}', headersOf(id)),
      };
    });
    await db.query(
      `INSERT INTO webhook_endpoints (merchant_id, id, mode, kind, secret_cipher, previous_secret_cipher, headers_cipher)
       SELECT $1, id, 'test', 'inbox', secret, previous, headers
       FROM json_to_recordset($2::json) AS r(id text, secret text, previous text, headers text)`,
      [DEMO_MERCHANT, JSON.stringify(endpoints)],
    );
    await db.query('DELETE FROM connector_accounts');
    const [sealed, current, previous] = ['credentials', 'current', 'previous'].map((text) =>
      before.seal(text, (text === 'credentials' ? credentialsPlace : webhookSecretPlace)(DEMO_MERCHANT, 'ca_1')),
    );
    await db.query(
      `INSERT INTO connector_accounts (merchant_id, id, mode, connector, label, created_by, credentials_cipher,
         webhook_secret_cipher, previous_webhook_secret_cipher)
       VALUES ($1, 'ca_1', 'test', 'simulated', 'Cards', 'system', $2, $3, $4)`,
      [DEMO_MERCHANT, sealed, current, previous],
    );
    const returns = before.seal('rtsec_open', returnSecretPlace(DEMO_MERCHANT));
    await db.query('UPDATE merchants SET return_secret_cipher = $2 WHERE id = $1', [DEMO_MERCHANT, returns]);
    await db.query(
      `INSERT INTO mails (id, merchant_id, kind, recipient, sender_name, subject, body_text, body_html, status, secret_cipher)
       VALUES ($1, $2, 'invite', 'asha@shop.example', 'x', 'x', 'x', 'x', 'kept', $3)`,
      [MAIL, DEMO_MERCHANT, before.seal('https://link.example/', mailLinkPlace(MAIL))],
    );
    const user = (await db.query<{ id: string }>('SELECT id FROM users LIMIT 1')).rows[0]?.id ?? '';
    await db.query(
      `INSERT INTO totp_factors (user_id, secret_cipher) VALUES ($1, $2)
       ON CONFLICT (user_id) DO UPDATE SET secret_cipher = excluded.secret_cipher`,
      [user, before.seal('GEZDGNBV', totpPlace(user))],
    );
    const key = `INSERT INTO api_keys (merchant_id, id, mode, secret_hash, secret_cipher) VALUES ($1, $2, 'test', '', $3)`;
    await db.query(key, [DEMO_MERCHANT, 'key_open', before.seal('secret_open', keyPlace('key_open'))]);
    await db.query(key, [DEMO_MERCHANT, 'key_new', after.seal('secret_new', keyPlace('key_new'))]);
    await db.query(key, [DEMO_MERCHANT, 'key_none', null]);
    await db.query(
      `INSERT INTO idempotency_keys (merchant_id, key, request_hash, resource_id, status, body, body_encrypted, expires_at)
       VALUES ($1, 'sealed', $2, 'r', 201, $3, true, now() + interval '1 day'), ($1, 'plain', $2, 'r', 201, 'v1 is no seal', false, now())`,
      [DEMO_MERCHANT, before.fingerprint('idempotency', 'request'), sealedBefore('{"secret":1}', 'idempotency')],
    );
  };
  const secretsOf = async () =>
    (await db.query('SELECT id, secret_cipher, previous_secret_cipher FROM webhook_endpoints ORDER BY id')).rows;

  it('re-encrypts every encrypted value with the first key, in batches; a second run changes nothing', async () => {
    await fill();
    const { code, lines } = await ended(begin());
    expect([code, counts(lines)]).toEqual([
      0,
      {
        'api_keys.secret_cipher': 1,
        'mails.secret_cipher': 1,
        'totp_factors.secret_cipher': 1,
        'merchants.return_secret_cipher': 1,
        'webhook_endpoints.secret_cipher': ENDPOINTS,
        'webhook_endpoints.previous_secret_cipher': ENDPOINTS / 3,
        'webhook_endpoints.headers_cipher': 1,
        'connector_accounts.credentials_cipher': 1,
        'connector_accounts.webhook_secret_cipher': 1,
        'connector_accounts.previous_webhook_secret_cipher': 1,
        // The key as the previous version stored it, and its twin under the key's hash.
        'idempotency_keys.body': 2,
      },
    ]);
    for (const [i, row] of (await secretsOf()).entries()) {
      expect(after.open(row.secret_cipher, secretPlaceOf(row.id))).toBe(`whsec_${i}`);
      expect(row.previous_secret_cipher && after.open(row.previous_secret_cipher, secretPlaceOf(row.id))).toBe(
        i % 3 ? null : `whsec_${i}_before`,
      );
    }
    const { rows: mails } = await db.query('SELECT secret_cipher AS sealed FROM mails');
    expect(mails.map(({ sealed }) => after.open(sealed, mailLinkPlace(MAIL)))).toEqual(['https://link.example/']);
    const { rows: merchants } = await db.query('SELECT return_secret_cipher AS sealed FROM merchants');
    expect(merchants.map(({ sealed }) => after.open(sealed, returnSecretPlace(DEMO_MERCHANT)))).toEqual(['rtsec_open']);
    const { rows: accounts } = await db.query('SELECT * FROM connector_accounts');
    const opened = ['webhook_secret_cipher', 'previous_webhook_secret_cipher'].map((column) =>
      after.open(accounts[0][column], webhookSecretPlace(DEMO_MERCHANT, 'ca_1')),
    );
    opened.push(after.open(accounts[0].credentials_cipher, credentialsPlace(DEMO_MERCHANT, 'ca_1')));
    expect(opened).toEqual(['current', 'previous', 'credentials']);
    const stored = `SELECT body FROM idempotency_keys WHERE key IN ('plain', 'sealed') ORDER BY key`;
    const { rows } = await db.query(stored);
    expect(JSON.parse(after.open(rows[1]?.body, SEALED_ANSWER))).toEqual({ secret: 1 });
    expect(rows.map(({ body }) => body)).toEqual(['v1 is no seal', expect.stringMatching(`^v2.${idOf(NEW)}.`)]);
    // Fingerprints cannot be recomputed: the command prints until when they need the old key.
    const [last] = lines.slice(-1);
    expect(new Date(last.until).getTime()).toBeGreaterThan(Date.now());
    expect(last.msg).toContain('keep the older keys');

    const again = await ended(begin());
    expect([again.code, Object.values(counts(again.lines))]).toEqual([0, Array(11).fill(0)]);
  });

  it('leaves no value encrypted with the old key in any column of any table', async () => {
    const { rows } = await db.query<{ name: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
       WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
    );
    for (const { name } of rows) {
      const found = await db.query(`SELECT 1 FROM ${name} t WHERE strpos(t::text, $1) > 0`, [`.${idOf(OLD)}.`]);
      expect([name, found.rowCount]).toEqual([name, 0]);
    }
  });

  it('keeps values that a running server writes meanwhile, and finds those that an older one encrypted', async () => {
    await fill();
    const other = new pg.Client({ connectionString: url });
    await other.connect();
    const rotate = (id: string, box: SecretBox, secret: string) =>
      other.query('UPDATE webhook_endpoints SET secret_cipher = $1 WHERE id = $2', [
        box.seal(secret, secretPlaceOf(id)),
        id,
      ]);
    await other.query('BEGIN');
    await rotate('we_0000', after, 'whsec_by_a_new_server');
    await rotate('we_0449', before, 'whsec_by_an_old_server');
    const run = begin();
    // All rows except the locked ones are done; the rotation becomes visible only now.
    const done = async () => (await secretsOf()).filter((row) => row.secret_cipher.includes(idOf(NEW))).length;
    await waitFor(async () => (await done()) === ENDPOINTS - 2, { what: 'every row that is not locked' });
    await other.query('COMMIT');
    await other.end();
    const { code, lines } = await ended(run);
    expect([code, counts(lines)['webhook_endpoints.secret_cipher']]).toEqual([0, ENDPOINTS - 1]);
    const secrets = (await secretsOf()).map((row) => after.open(row.secret_cipher, secretPlaceOf(row.id)));
    expect([secrets.at(0), secrets.at(-1)]).toEqual(['whsec_by_a_new_server', 'whsec_by_an_old_server']);
  });

  it('is completed by the next run if it was killed', async () => {
    await fill();
    const other = new pg.Client({ connectionString: url });
    await other.connect();
    await other.query(`BEGIN; SELECT 1 FROM webhook_endpoints WHERE id = 'we_0300' FOR UPDATE`);
    const killed = begin();
    const some = async () => (await secretsOf()).some((row) => row.secret_cipher.includes(idOf(NEW)));
    await waitFor(some, { what: 'the first batch' });
    await killed.kill();
    await other.query('COMMIT');
    await other.end();
    expect((await ended(begin())).code).toBe(0);
    for (const row of await secretsOf()) after.open(row.secret_cipher, secretPlaceOf(row.id));
  });

  it('names the rows that it cannot decrypt, without a secret, does the rest, and exits with 1', async () => {
    await fill();
    const lost = new SecretBox(GONE).seal('secret_lost', keyPlace('key_lost'));
    const moved = before.seal('secret_moved', keyPlace('key_elsewhere'));
    const key = `INSERT INTO api_keys (merchant_id, id, mode, secret_hash, secret_cipher) VALUES ($1, $2, 'test', '', $3)`;
    await db.query(key, [DEMO_MERCHANT, 'key_lost', lost]);
    await db.query(key, [DEMO_MERCHANT, 'key_moved', moved]);
    const { code, lines } = await ended(begin());
    const named = lines.filter(({ msg }) => msg === 'no key opens this value');
    expect([code, named.map(({ row }) => row.id)]).toEqual([1, ['key_lost', 'key_moved']]);
    expect(named[0]).toMatchObject({ column: 'api_keys.secret_cipher', reason: expect.stringContaining(idOf(GONE)) });
    expect(JSON.stringify(lines)).not.toMatch(/secret_(lost|moved|open)|whsec_|rtsec_/);
    expect(counts(lines)).toMatchObject({ 'api_keys.secret_cipher': 1, 'webhook_endpoints.secret_cipher': ENDPOINTS });
  });

  it('lists exactly the columns of the schema that are named as encrypted', async () => {
    const { rows } = await db.query<{ table: string; column: string }>(
      `SELECT table_name AS table, column_name AS column FROM information_schema.columns WHERE table_schema = 'public'`,
    );
    const sealed = rows.filter(({ column }) => SEALED_NAME.test(column)).map(({ table, column }) => [table, column]);
    const listed = SEALED_COLUMNS.map(({ table, column, where }) => [table, where ?? column]);
    expect(sealed.sort()).toEqual(listed.sort());
    for (const { table, column, key } of SEALED_COLUMNS) {
      const names = rows.filter((row) => row.table === table).map((row) => row.column);
      expect(names).toEqual(expect.arrayContaining([column, ...Object.keys(key)]));
    }
  });
});
