import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { AcquirerAccount } from './acquirer.js';
import { entriesOf } from './bank.js';
import { Client, type Credentials, type Reply } from './client.js';
import { cloneTemplate } from './database.js';
import { type Environment, freePort, type GatewayProcess, ready, start, waitFor } from './processes.js';

export const DEMO_KEY = { key: 'key_test_abc123', secret: 'secret_test_xyz789' };
export const DEMO_MERCHANT = '550e8400-e29b-41d4-a716-446655440000';

/** The user of a demo run signs in with any password. With another demo user, test@example.com is an ordinary user. */
export const ANOTHER_DEMO_USER = { TEST_MERCHANT_EMAIL: 'demo@shop.example' };

export const CARD = {
  number: '4111111111111111',
  expiry_month: 12,
  expiry_year: 2040,
  cvv: '123',
  holder_name: 'Asha Rao',
};
export const cardOf = (number: string) => ({ ...CARD, number, cvv: number.startsWith('37') ? '1234' : '123' });

/** For files that spend their time in a browser: five sweeps a second would take a tenth of a core from it. */
export const SLOW_SWEEPER = { SWEEP_INTERVAL: '1s' };

let redisDatabase = 0;
/** A Redis database for this test file, or undefined if there is no Redis. */
export function redisUrl(): string | undefined {
  const url = process.env['TEST_REDIS_URL'];
  const worker = Number(process.env['JEST_WORKER_ID'] ?? '1');
  return url && `${url.replace(/\/\d*$/, '')}/${((worker - 1) * 8 + (redisDatabase++ % 8)) % 16}`;
}

export interface Merchant {
  id: string;
  api: Client;
  apiKey: string;
}

export interface Member {
  id: string;
  email: string;
  session: string;
  api: Client;
}

/**
 * A whole gateway with its own database: real processes, real PostgreSQL, the queue on PostgreSQL unless REDIS_URL is
 * given.
 */
export class Gateway {
  readonly servers: GatewayProcess[] = [];
  readonly workers: GatewayProcess[] = [];

  private constructor(
    readonly environment: Environment,
    readonly port: number,
    readonly db: pg.Pool,
    /** The account of this gateway at the simulated acquirer, with the acquirer's own record. */
    readonly bank: AcquirerAccount,
    private readonly drop: () => Promise<void>,
  ) {}

  /**
   * `route` gives the processes another address of the database than the test's, for example a proxy's; `database`
   * replaces the clone of the template.
   */
  static async start({
    env = {},
    worker = true,
    route = (url) => url,
    database = cloneTemplate,
  }: {
    env?: Environment;
    worker?: boolean;
    route?: (databaseUrl: string) => string;
    database?: typeof cloneTemplate;
  } = {}): Promise<Gateway> {
    const { url, drop } = await database();
    const bank = await AcquirerAccount.open({ env });
    pg.types.setTypeParser(pg.types.builtins.INT8, Number);
    const db = new pg.Pool({ connectionString: url, max: 4 });
    db.on('error', () => undefined);
    // Outside demo runs the boot refuses a database in which the demo key or user works.
    if (env['DEMO'] === 'false') {
      await db.query(`UPDATE api_keys SET expires_at = now(); UPDATE users SET password_hash = 'locked'`);
    }
    const port = await freePort();
    const gateway = new Gateway(
      { DATABASE_URL: route(url), PORT: String(port), ...bank.environment, ...env },
      port,
      db,
      bank,
      drop,
    );
    const started = await Promise.allSettled([gateway.startServer(), ...(worker ? [gateway.startWorker()] : [])]);
    const failure = started.find((one) => one.status === 'rejected');
    if (!failure) return gateway;
    await gateway.stop(); // a process left behind would keep the test run from ending
    throw failure.reason;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The demo merchant's key. */
  get api(): Client {
    return new Client(this.baseUrl, DEMO_KEY);
  }

  /** The demo merchant's key at another port, where a second server of this gateway listens. */
  apiAt(port: number): Client {
    return this.client(DEMO_KEY, port);
  }

  /** A shopper, without credentials. */
  get shopper(): Client {
    return new Client(this.baseUrl);
  }

  /** A client of another port or with other credentials. */
  client(credentials?: Credentials, port = this.port): Client {
    return new Client(`http://127.0.0.1:${port}`, credentials);
  }

  async startServer(env: Environment = {}): Promise<GatewayProcess> {
    const server = start('server', { ...this.environment, ...env });
    this.servers.push(server);
    return ready(server);
  }

  async startWorker(env: Environment = {}): Promise<GatewayProcess> {
    const worker = start('worker', { ...this.environment, ...env });
    this.workers.push(worker);
    return ready(worker);
  }

  /** The output of all processes of this gateway. */
  logs(): string {
    return [...this.servers, ...this.workers].map((process) => process.log()).join('\n');
  }

  async stop(): Promise<void> {
    await Promise.all([...this.servers, ...this.workers].map((process) => process.stop()));
    await this.db.end();
    await this.bank.close();
    await this.drop();
  }

  /**
   * Inserts another merchant with a key into the database. `scopes` are permission names; without them a key has all.
   */
  async newMerchant({
    mode = 'test',
    scopes = null,
  }: { mode?: 'test' | 'live'; scopes?: string[] | null } = {}): Promise<Merchant> {
    const id = randomUUID();
    const suffix = randomUUID().replaceAll('-', '');
    const credentials = { key: `key_${mode}_${suffix}`, secret: `secret_${mode}_${suffix}` };
    await this.db.query(`INSERT INTO merchants (id, mode, name) VALUES ($1, $2, 'Another merchant')`, [id, mode]);
    await this.newApiKey(id, mode, credentials, scopes);
    return { id, api: this.client(credentials), apiKey: credentials.key };
  }

  async newApiKey(
    merchantId: string,
    mode: string,
    { key, secret }: { key: string; secret: string },
    scopes: string[] | null,
  ): Promise<void> {
    await this.db.query(
      `INSERT INTO api_keys (merchant_id, id, mode, secret_hash, scopes) VALUES ($1, $2, $3, $4, $5)`,
      [merchantId, key, mode, createHash('sha256').update(secret).digest(), scopes],
    );
  }

  /** Inserts a new user with this role into the database, signed in. */
  async newMember(role: string, merchantId = DEMO_MERCHANT): Promise<Member> {
    const session = `session_${randomUUID()}${randomUUID()}`;
    const email = `${randomUUID()}@shop.example`;
    const { rows } = await this.db.query<{ id: string }>(
      `WITH person AS (INSERT INTO users (email, name, password_hash) VALUES ($1, $2, 'none') RETURNING id),
       member AS (INSERT INTO memberships (merchant_id, user_id, role) SELECT $3, id, $4 FROM person)
       INSERT INTO sessions (user_id, token_hash, expires_at) SELECT id, $5, now() + interval '1 hour' FROM person
       RETURNING user_id AS id`,
      [email, `A ${role}`, merchantId, role, createHash('sha256').update(session).digest()],
    );
    return { id: rows[0]?.id ?? '', email, session, api: this.client({ session, merchantId }) };
  }

  // Short cuts that most tests begin with.

  async order(fields: object = {}, api = this.api): Promise<Reply['json']> {
    return created(await api.post('/api/v1/orders', { amount: 50_000, ...fields }));
  }

  /** An endpoint without a network connection that receives every event of the demo merchant. */
  async inbox(): Promise<Reply['json']> {
    return created(await this.api.post('/api/v1/webhook-endpoints', { kind: 'inbox' }));
  }

  async pay(
    orderId: string,
    instrument: object = { method: 'upi', vpa: 'success@upi' },
    api = this.api,
  ): Promise<Reply['json']> {
    return created(await api.post('/api/v1/payments', { order_id: orderId, ...instrument }));
  }

  /** The payment when it has one of these statuses or stages. */
  async payment(
    id: string,
    statuses: string[] = ['success', 'failed', 'cancelled', 'expired'],
    api = this.api,
  ): Promise<Reply['json']> {
    return waitFor(
      async () => {
        const { json } = await api.get(`/api/v1/payments/${id}`);
        return (statuses.includes(json.status) || statuses.includes(json.stage)) && json;
      },
      { what: `payment ${id} ${statuses.join('|')}` },
    );
  }

  /** A new order paid and captured. */
  async captured(amount = 50_000, api = this.api, instrument?: object): Promise<Reply['json']> {
    const order = await this.order({ amount }, api);
    const payment = await this.pay(order.id, instrument, api);
    return this.payment(payment.id, ['success'], api);
  }

  /** The payments when all of them have ended. One request for all, so that waiting for many does not slow them. */
  async ended(ids: string[], { api = this.api, timeoutMs = 20_000 } = {}): Promise<Reply['json'][]> {
    const text = `SELECT FROM payments WHERE id = ANY ($1) AND status IN ('pending', 'processing', 'requires_action') LIMIT 1`;
    const what = `the end of ${ids.length} payments`;
    await waitFor(async () => (await this.db.query(text, [ids])).rowCount === 0, { timeoutMs, what });
    return Promise.all(ids.map(async (id) => (await api.get(`/api/v1/payments/${id}`)).json));
  }

  /** The payment when its money was captured. */
  async capturedPayment(id: string, api = this.api): Promise<Reply['json']> {
    return waitFor(
      async () => {
        const { json } = await api.get(`/api/v1/payments/${id}`);
        return json.captured && json;
      },
      { what: `capture of ${id}` },
    );
  }

  async refund(id: string, api = this.api): Promise<Reply['json']> {
    return waitFor(async () => {
      const { json } = await api.get(`/api/v1/refunds/${id}`);
      return ['processed', 'failed'].includes(json.status) && json;
    });
  }

  /** Moves a time column into the past, so that the pending work is due now. */
  async makeDue(table: 'payments' | 'refunds' | 'webhook_logs' | 'orders', id: string, column: string): Promise<void> {
    const past = `now() - interval '1 minute'`;
    // What is due for a payment at the bank, or a refund of one, stands in the columns that came with charges.
    if (table === 'payments' && column !== 'capture_before') {
      await this.db.query(`UPDATE charges SET ${column} = ${past} WHERE payment_id = $1`, [id]);
    }
    const ofCalls: Record<string, string> = { due_at: 'call_due_at', lease_until: 'call_lease_until' };
    const name = table === 'refunds' ? (ofCalls[column] ?? column) : column;
    const unowned = table === 'payments' && ['due_at', 'lease_until'].includes(column) ? 'AND charge_id IS NULL' : '';
    await this.db.query(`UPDATE ${table} SET ${name} = ${past} WHERE id = $1 ${unowned}`, [id]);
  }

  /** The simulated bank's own record of a payment's charge, independent of the gateway's. */
  async ledger(paymentId: string): Promise<{ kind: string; amount: number }[]> {
    return (await entriesOf(this, [paymentId])).map(({ kind, amount }) => ({ kind, amount }));
  }

  async events(objectId: string): Promise<string[]> {
    const text = `SELECT type FROM events WHERE object_id = $1 ORDER BY version`;
    return (await this.db.query<{ type: string }>(text, [objectId])).rows.map((row) => row.type);
  }
}

function created(reply: Reply): Reply['json'] {
  if (reply.status !== 201) throw new Error(`expected 201, got ${reply.status}: ${reply.text}`);
  return reply.json;
}
