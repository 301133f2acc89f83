import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import pg from 'pg';
import { webhookSecretPlace } from '../../src/acquiring/connector-accounts/account-secrets.js';
import { ConnectorAccountsService } from '../../src/acquiring/connector-accounts/connector-accounts.service.js';
import {
  ConnectorCatalogue,
  type ProbedAccount,
} from '../../src/acquiring/connector-accounts/connector-catalogue.service.js';
import type { ConnectorKind, Probe } from '../../src/acquiring/connectors/connector-entry.js';
import { CONNECTOR_ENTRIES } from '../../src/acquiring/connectors/registry.js';
import { AppModule } from '../../src/app.module.js';
import { readSettings } from '../../src/platform/config/config.js';
import { Config } from '../../src/platform/config/config.module.js';
import { ErrorFilter } from '../../src/platform/http/error.filter.js';
import { HTTP_OPTIONS, prepareHttp } from '../../src/platform/http/http-server.js';
import { SecretBox } from '../../src/platform/secrets/secret-box.js';
import { createLogger, NestLogger } from '../../src/platform/telemetry/logger.js';
import { RequestLog } from '../../src/reporting/request-logs/request-log.js';
import { Client } from '../support/client.js';
import { cloneTemplate } from '../support/database.js';
import { expectRefusal } from '../support/envelope.js';
import { DEMO_MERCHANT } from '../support/gateway.js';
import { freePort, waitFor } from '../support/processes.js';
import { everythingAtRest } from '../support/secrets.js';

const ACCOUNTS = '/api/v1/connector-accounts';
const REFUSED = { status: 400, code: 'BAD_REQUEST_ERROR' };
/** An acquirer with credentials, as real ones have: the API key names the account. */
const PRACTICE: ConnectorKind = {
  name: 'practice',
  title: 'Practice',
  modes: ['test', 'live'],
  methods: ['card'],
  currencies: ['INR', 'USD'],
  credentials: [
    { name: 'api_key', title: 'API key', prefix: { test: 'pk_test_', live: 'pk_live_' } },
    { name: 'pin_code', title: 'PIN', prefix: null },
  ],
  notifications: 'practice.md',
};
const credentialsOf = (key: string) => ({ api_key: key, pin_code: `pin-of-${key}` });
const FIRST = credentialsOf('pk_test_firstfirst1111');
const RENEWED = credentialsOf('pk_test_renewed00002222');
const FOREIGN = credentialsOf('pk_test_foreign00003333');
const UNKNOWN = credentialsOf('pk_test_unknown00004444');
const ACCOUNT_OF = new Map([
  [FIRST.api_key, 'acct_one'],
  [RENEWED.api_key, 'acct_one'],
  [FOREIGN.api_key, 'acct_two'],
]);
const HOOKS = ['hook-secret-number-1111', 'hook-secret-number-2222', 'hook-secret-number-3333'] as const;

class PracticeCatalogue {
  down = false;
  readonly kinds: readonly ConnectorKind[] = [...CONNECTOR_ENTRIES, PRACTICE];
  readonly kind = ConnectorCatalogue.prototype.kind;
  readonly choose = ConnectorCatalogue.prototype.choose;

  probe(_: ProbedAccount, credentials: Record<string, string> | null): Promise<Probe> {
    if (this.down) throw new TypeError(`Cannot reach https://${credentials?.['api_key']}@practice.example`);
    const acquirerAccount = ACCOUNT_OF.get(credentials?.['api_key'] ?? '');
    if (acquirerAccount) return Promise.resolve({ ok: true, acquirerAccount });
    return Promise.resolve({ ok: false, reason: 'credentials_refused', description: 'Practice refuses the API key' });
  }
}

describe('credentials of an acquirer', () => {
  let app: NestFastifyApplication;
  let db: pg.Pool;
  let api: Client;
  let drop: () => Promise<void>;
  const acquirer = new PracticeCatalogue();
  const log: string[] = [];
  const replies: string[] = [];

  beforeAll(async () => {
    const database = await cloneTemplate();
    drop = database.drop;
    db = new pg.Pool({ connectionString: database.url, max: 2 });
    const port = await freePort();
    const config = readSettings({
      DATABASE_URL: database.url,
      PORT: String(port),
      PUBLIC_API_URL: 'http://localhost:9/',
    });
    const logger = createLogger('debug', { write: (line) => void log.push(line) });
    const module = await Test.createTestingModule({ imports: [AppModule.forRole('server')] })
      .overrideProvider(Config)
      .useValue(config)
      .overrideProvider(ConnectorCatalogue)
      .useValue(acquirer)
      .compile();
    const options = { bodyParser: false, logger: new NestLogger(logger) };
    app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(HTTP_OPTIONS), options);
    const fastify = app.getHttpAdapter().getInstance();
    prepareHttp(fastify);
    app.get(RequestLog).attach(fastify);
    app.useGlobalFilters(new ErrorFilter(logger));
    await app.listen(port, '127.0.0.1');
    api = new Client(`http://127.0.0.1:${port}`, { key: 'key_test_abc123', secret: 'secret_test_xyz789' });
  });
  afterAll(async () => {
    await app?.close();
    await db.end();
    await drop();
  });

  const call = async (method: string, path: string, body?: unknown) => {
    const reply = await api.call(method, ACCOUNTS + path, body);
    replies.push(reply.text);
    return reply;
  };
  const created = async (fields: object = {}) => {
    const body = { connector: 'practice', label: 'Main', credentials: FIRST, webhook_secret: HOOKS[0], ...fields };
    const reply = await call('POST', '', body);
    expect(reply.status).toBe(201);
    return reply.json;
  };
  /** Added while the acquirer does not respond. */
  const untested = async (fields: object = {}) => {
    acquirer.down = true;
    return created(fields).finally(() => (acquirer.down = false));
  };
  const row = async (id: string) =>
    (await db.query('SELECT * FROM connector_accounts WHERE merchant_id = $1 AND id = $2', [DEMO_MERCHANT, id]))
      .rows[0];
  const verifying = async (id: string) => {
    const { webhook_secret_cipher, previous_webhook_secret_cipher } = await row(id);
    return [webhook_secret_cipher, previous_webhook_secret_cipher].map(
      (sealed: string | null) => sealed && app.get(SecretBox).open(sealed, webhookSecretPlace(DEMO_MERCHANT, id)),
    );
  };

  it('are shown by their last four characters, with the address for notifications', async () => {
    const account = await created();
    expect(account).toMatchObject({
      credentials_last4: '1111',
      webhook_secret_last4: '1111',
      has_webhook_secret: true,
      acquirer_account: 'acct_one',
      notification_url: `http://localhost:9/connectors/practice/${account.id}/notifications`,
    });
    expect((await created({ webhook_secret: 'shorter!' })).webhook_secret_last4).toBeNull();
  });

  it.each([
    [{ credentials: undefined }, 'missing_parameter', 'credentials'],
    [{ credentials: { api_key: FIRST.api_key } }, 'missing_parameter', 'credentials.pin_code'],
    [{ credentials: { ...FIRST, other: 'value-of-another' } }, 'unknown_parameter', 'credentials.other'],
    [{ credentials: { ...FIRST, api_key: 'pk_live_firstfirst1111' } }, 'invalid_parameter', 'credentials.api_key'],
    [{ credentials: [] }, 'invalid_parameter', 'credentials'],
    [{ methods: ['upi'] }, 'invalid_parameter', 'methods'],
    [{ currencies: ['JPY'] }, 'invalid_parameter', 'currencies'],
  ] as const)('of the wrong kind are refused: %j', async (fields, reason, field) => {
    const reply = await call('POST', '', { connector: 'practice', label: 'x', credentials: FIRST, ...fields });
    expectRefusal(reply, { ...REFUSED, reason, field });
  });

  it('of a test fix the account at the acquirer, and the result is stored', async () => {
    const { id, acquirer_account: before } = await untested();
    const tested = (await call('POST', `/${id}/test`, {})).json;
    expect([before, tested.acquirer_account, tested.test_result.ok]).toEqual([null, 'acct_one', true]);
    const refused = await call('POST', '', { connector: 'practice', label: 'x', credentials: UNKNOWN });
    expectRefusal(refused, { ...REFUSED, reason: 'credentials_refused', field: 'credentials' });
    const unknown = await untested({ credentials: UNKNOWN });
    const failed = (await call('POST', `/${unknown.id}/test`, {})).json;
    expect([failed.acquirer_account, failed.test_result]).toEqual([
      null,
      { ok: false, reason: 'credentials_refused', description: 'Practice refuses the API key' },
    ]);
  });

  it('of another account at the acquirer are refused: that needs an account of its own', async () => {
    const { id } = await created();
    await call('POST', `/${id}/test`, {});
    const before = await row(id);
    const foreign = await call('PATCH', `/${id}`, { credentials: FOREIGN, label: 'Changed' });
    expectRefusal(foreign, { ...REFUSED, reason: 'another_acquirer_account', field: 'credentials' });
    expect(foreign.json.error.description).toContain('add an account');
    const unknown = await call('PATCH', `/${id}`, { credentials: UNKNOWN });
    expectRefusal(unknown, { ...REFUSED, reason: 'credentials_refused', field: 'credentials' });
    expect(await row(id)).toEqual(before);
    const renewed = await call('PATCH', `/${id}`, { credentials: RENEWED });
    expect(renewed.json).toMatchObject({ credentials_last4: '2222', acquirer_account: 'acct_one', version: 2 });
    expect((await call('POST', `/${id}/test`, {})).json.test_result.ok).toBe(true);
  });

  it('of another account are also refused if the present ones were never tested, unless they never worked', async () => {
    const { id } = await untested();
    const foreign = await call('PATCH', `/${id}`, { credentials: FOREIGN });
    expectRefusal(foreign, { ...REFUSED, reason: 'another_acquirer_account' });
    const mistyped = await untested({ credentials: UNKNOWN });
    const corrected = await call('PATCH', `/${mistyped.id}`, { credentials: FOREIGN });
    expect([corrected.status, corrected.json.acquirer_account]).toEqual([200, 'acct_two']);
  });

  it('are not replaced while the acquirer does not respond', async () => {
    const { id } = await created();
    const before = await row(id);
    acquirer.down = true;
    const refused = await call('PATCH', `/${id}`, { credentials: RENEWED });
    const tested = await call('POST', `/${id}/test`, {});
    acquirer.down = false;
    expectRefusal(refused, { ...REFUSED, reason: 'credentials_refused' });
    expect(tested.json.test_result).toEqual({
      ok: false,
      reason: 'no_response',
      description: 'Practice does not respond',
    });
    expect((await row(id)).credentials_cipher).toBe(before.credentials_cipher);
  });

  it('and the secret of notifications is rotated: the former one verifies until it is dropped', async () => {
    const { id } = await created();
    const rotated = (await call('PATCH', `/${id}`, { webhook_secret: HOOKS[1] })).json;
    expect(rotated).toMatchObject({ webhook_secret_last4: '2222', previous_webhook_secret_last4: '1111' });
    expect(await verifying(id)).toEqual([HOOKS[1], HOOKS[0]]);
    await call('PATCH', `/${id}`, { webhook_secret: HOOKS[2] });
    expect(await verifying(id)).toEqual([HOOKS[2], HOOKS[1]]);
    const dropped = (await call('PATCH', `/${id}`, { drop_previous_webhook_secret: true })).json;
    expect(dropped).toMatchObject({ has_webhook_secret: true, has_previous_webhook_secret: false });
    expect(await verifying(id)).toEqual([HOOKS[2], null]);
  });

  it('stay sealed after the account is removed, because refunds still need them', async () => {
    const { id } = await created();
    const before = await row(id);
    expect((await call('DELETE', `/${id}`)).status).toBe(200);
    const { credentials_cipher, enabled } = await row(id);
    expect([credentials_cipher, enabled]).toEqual([before.credentials_cipher, false]);
  });

  it('a merchant without an account gets one simulated account from 20 calls at once', async () => {
    const { rows } = await db.query<{ id: string }>(
      `INSERT INTO merchants (id, mode, name) VALUES (gen_random_uuid(), 'test', 'New'), (gen_random_uuid(), 'live', 'New')
       RETURNING id`,
    );
    const accounts = app.get(ConnectorAccountsService);
    const calls = rows.flatMap(({ id }) => Array.from({ length: 20 }, () => accounts.ensureSimulated(id)));
    await Promise.all(calls);
    const made = await db.query('SELECT mode, connector FROM connector_accounts WHERE merchant_id = ANY ($1)', [
      rows.map(({ id }) => id),
    ]);
    expect(made.rows).toEqual([{ mode: 'test', connector: 'simulated' }]);
  });

  it('are in no response, no table and no log line in clear text', async () => {
    const logged = `SELECT 1 FROM request_logs WHERE path LIKE '%connector-accounts%' AND method = 'DELETE'`;
    await waitFor(async () => (await db.query(logged)).rowCount, { what: 'the request log' });
    const rest = await everythingAtRest({ db });
    expect(rest.get('public.connector_accounts')).toContain('acct_one');
    expect(rest.get('public.audit_log')).toContain('connector_accounts.update');
    expect(log.join('\n')).toContain('TypeError');
    const secrets = [FIRST, RENEWED, FOREIGN, UNKNOWN].flatMap((one) => Object.values(one));
    for (const text of [...rest.values(), log.join('\n'), replies.join('\n')])
      expect([...secrets, ...HOOKS, 'shorter!'].filter((secret) => text.includes(secret))).toEqual([]);
  });
});
