import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { pino } from 'pino';
import { Acquirer, type AcquirerOptions } from '../../src/acquiring/simulated-acquirer/acquirer.js';
import { AcquirerAccount, type AcquirerAddress } from './acquirer.js';
import { asSuperuser, serverUrl } from './database.js';

export interface AcquirerReply {
  status: number;
  json: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- a test reads what it expects
  text: string;
  headers: Headers;
}

/** An acquirer in the test's own process, with a database of its own on the real PostgreSQL. */
export class InProcessAcquirer {
  private constructor(
    readonly acquirer: Acquirer,
    readonly address: AcquirerAddress,
    private readonly name: string,
    private readonly accounts: AcquirerAccount[] = [],
  ) {}

  static async start(options: Partial<AcquirerOptions> = {}): Promise<InProcessAcquirer> {
    const name = `acquirer_${randomUUID().replaceAll('-', '')}`;
    await asSuperuser((client) => client.query(`CREATE DATABASE ${name}`));
    const adminKey = `acq_admin_${randomUUID()}`;
    const acquirer = new Acquirer(
      {
        database: { connectionString: serverUrl(name), poolSize: 4, timeoutMs: 10_000 },
        ...{ host: '127.0.0.1', port: 0, adminKey, gatewayKey: undefined, publicUrl: undefined },
        switches: { processingDelayMs: 0, slowDelayMs: 30_000 },
        idempotencyWindowMs: 60_000,
        ...options,
      },
      pino({ level: 'silent' }),
    );
    const port = await acquirer.start();
    const address = { url: `http://127.0.0.1:${port}`, adminKey, databaseUrl: serverUrl(name) };
    return new InProcessAcquirer(acquirer, address, name);
  }

  async account(options: Omit<NonNullable<Parameters<typeof AcquirerAccount.open>[0]>, 'acquirer'> = {}) {
    const account = await AcquirerAccount.open({ ...options, acquirer: this.address });
    this.accounts.push(account);
    return account;
  }

  async call(
    key: string,
    method: string,
    path: string,
    body?: object | string,
    headers: object = {},
  ): Promise<AcquirerReply> {
    const response = await fetch(this.address.url + path, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      redirect: 'manual',
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.startsWith('application/json')
      ? (JSON.parse(text) as unknown)
      : undefined;
    return { status: response.status, json, text, headers: response.headers };
  }

  async stop(): Promise<void> {
    await Promise.all(this.accounts.map((account) => account.close()));
    await this.acquirer.stop();
    await asSuperuser((client) => client.query(`DROP DATABASE ${this.name} WITH (FORCE)`));
  }
}

let serial = 0;
/** The body of a new charge with a reference of its own. */
export const chargeOf = (token = 'sim_upi:success', fields: object = {}) => ({
  ...{ reference: `chg_${++serial}`, merchant: 'merchant', amount: 500, currency: 'INR', token },
  capture: 'automatic',
  ...fields,
});

/** The movements of a charge, by the acquirer's own record. */
export async function movementsOf(book: pg.Pool, account: string, reference: string): Promise<string[]> {
  const text = `SELECT kind || ' ' || amount AS entry FROM simulated_bank.ledger
    WHERE account = $1 AND charge_reference = $2 ORDER BY id`;
  return (await book.query<{ entry: string }>(text, [account, reference])).rows.map(({ entry }) => entry);
}
