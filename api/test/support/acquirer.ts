import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type Environment, freePort, type GatewayProcess, ready, start, TEST_ENVIRONMENT } from './processes.js';

export interface AcquirerAddress {
  url: string;
  adminKey: string;
  /** Its own database, as a superuser. */
  databaseUrl: string;
}

/** The acquirer that global-setup.mjs started for all test files. */
export function sharedAcquirer(): AcquirerAddress {
  return JSON.parse(process.env['TEST_ACQUIRER'] ?? '') as AcquirerAddress;
}

/** A fault as the acquirer's fault port takes it; without an account it is this account's. */
export interface FaultWish {
  kind: string;
  operation?: string;
  count?: number;
  ms?: number;
  status?: number;
}

/** An account at an acquirer, with the rights of a test: its key, its faults and the acquirer's own record. */
export class AcquirerAccount {
  private constructor(
    readonly acquirer: AcquirerAddress,
    readonly account: string,
    readonly key: string,
    readonly notificationSecret: string,
    readonly book: pg.Pool,
  ) {}

  /** `env` has the switches of the simulated bank, as a gateway's process would get them. */
  static async open({
    acquirer = sharedAcquirer(),
    env = {},
    notificationUrl,
    settings = {},
  }: {
    acquirer?: AcquirerAddress;
    env?: Environment;
    notificationUrl?: string;
    settings?: object;
  } = {}): Promise<AcquirerAccount> {
    const wish = {
      account: `acct_${randomUUID()}`,
      settings: { ...settingsOf({ ...TEST_ENVIRONMENT, ...env }), ...settings },
      ...(notificationUrl !== undefined && { notification_url: notificationUrl }),
    };
    const created = await admin(acquirer, 'POST', '/v1/keys', wish);
    pg.types.setTypeParser(pg.types.builtins.INT8, Number);
    const book = new pg.Pool({ connectionString: acquirer.databaseUrl, max: 2 });
    book.on('error', () => undefined);
    return new AcquirerAccount(acquirer, created.account, created.key, created.notification_secret, book);
  }

  /** The same account at another process of the acquirer, which has faults of its own. */
  at(acquirer: AcquirerAddress): AcquirerAccount {
    return new AcquirerAccount(acquirer, this.account, this.key, this.notificationSecret, this.book);
  }

  /** The settings of a gateway that uses this account. */
  get environment(): Environment {
    return { SIMULATED_ACQUIRER_URL: this.acquirer.url, SIMULATED_ACQUIRER_KEY: this.key };
  }

  /** Sets a fault; the returned function clears it. */
  async fault(wish: FaultWish): Promise<{ id: string; clear: () => Promise<void>; hits: () => Promise<number> }> {
    const { id } = await admin(this.acquirer, 'POST', '/faults', { account: this.account, ...wish });
    const clear = async () => void (await admin(this.acquirer, 'DELETE', `/faults/${id}`));
    const hits = async () => {
      const { data } = await admin(this.acquirer, 'GET', `/faults?account=${this.account}`);
      return (data as { id: string; hits: number }[]).find((fault) => fault.id === id)?.hits ?? 0;
    };
    return { id, clear, hits };
  }

  async close(): Promise<void> {
    await admin(this.acquirer, 'DELETE', `/faults?account=${this.account}`).catch(() => undefined);
    await this.book.end();
  }
}

/** A call with the admin key; throws unless it succeeds. */
export async function admin({ url, adminKey }: AcquirerAddress, method: string, path: string, body?: object) {
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text);
}

/** Starts an acquirer for one test, which may kill it. Its database is that of the shared one, unless `env` names another. */
export async function startAcquirer(
  env: Environment = {},
  port?: number,
): Promise<{ process: GatewayProcess; address: AcquirerAddress }> {
  const shared = sharedAcquirer();
  const own = port ?? (await freePort());
  const environment = {
    ACQUIRER_DATABASE_URL: shared.databaseUrl,
    ACQUIRER_PORT: String(own),
    ACQUIRER_ADMIN_KEY: shared.adminKey,
    ...env,
  };
  const process = await ready(start('acquirer', environment));
  return { process, address: { ...shared, url: `http://127.0.0.1:${own}` } };
}

const NAMES: Record<string, string> = {
  TEST_PROCESSING_DELAY: 'processing_delay_ms',
  SIMULATOR_SLOW_DELAY: 'slow_delay_ms',
  SIMULATOR_SEED: 'simulator_seed',
  TEST_MODE: 'test_mode',
  TEST_PAYMENT_SUCCESS: 'test_payment_success',
  UPI_SUCCESS_RATE: 'upi_success_rate',
  CARD_SUCCESS_RATE: 'card_success_rate',
  PROCESSING_DELAY_MIN: 'processing_delay_min_ms',
  PROCESSING_DELAY_MAX: 'processing_delay_max_ms',
};
const UNITS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

function settingsOf(env: Environment): object {
  return Object.fromEntries(
    Object.entries(NAMES).flatMap(([variable, name]) => {
      const text = env[variable];
      return text === undefined ? [] : [[name, variable === 'SIMULATOR_SEED' ? text : valueOf(text)]];
    }),
  );
}

function valueOf(text: string): boolean | number {
  if (text === 'true' || text === 'false') return text === 'true';
  const [, digits, unit = 'ms'] = /^([\d.]+)(ms|s|m|h)?$/.exec(text) ?? [];
  return Number(digits) * (UNITS[unit] ?? 1);
}
