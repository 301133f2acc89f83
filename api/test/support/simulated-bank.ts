import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll } from '@jest/globals';
import pg from 'pg';
import { tokenizeCard, tokenizeUpi } from '../../src/acquiring/connectors/simulated/test-instruments.js';
import { AcquirerDatabase, type DatabaseOptions } from '../../src/acquiring/simulated-acquirer/acquirer-database.js';
import { BankBook } from '../../src/acquiring/simulated-acquirer/bank/bank-book.js';
import type { ChargeRequest, RefundRequest } from '../../src/acquiring/simulated-acquirer/bank/results.js';
import { SimulatedBank } from '../../src/acquiring/simulated-acquirer/bank/simulated-bank.js';
import type { Switches } from '../../src/acquiring/simulated-acquirer/bank/switches.js';

const server = process.env['TEST_DATABASE_URL'];
if (!server) throw new Error('TEST_DATABASE_URL must name a PostgreSQL server on which databases may be created');
const name = `bank_${randomBytes(6).toString('hex')}`;
const connectionString = Object.assign(new URL(server), { pathname: `/${name}` }).href;
const admin = new pg.Client({ connectionString: server });
export const witness = new pg.Pool({ connectionString, max: 2 });
const opened: AcquirerDatabase[] = [];

export function database(options: Partial<DatabaseOptions> = {}): AcquirerDatabase {
  const made = new AcquirerDatabase({ ...{ connectionString, poolSize: 4, timeoutMs: 20_000 }, ...options });
  opened.push(made);
  return made;
}

interface Options extends Partial<DatabaseOptions & Switches> {
  account?: string;
}

/** A bank with a pool of its own, as a process has it. */
export function open({ account = 'default', ...options }: Options = {}): SimulatedBank {
  const switches = { processingDelayMs: 0, slowDelayMs: 30_000, ...options };
  return new SimulatedBank(new BankBook(database(options), account), switches);
}

/** Two banks with a pool each, as two processes have them. */
export const here = open();
export const there = open();
/** Calls the two banks in turn, all at once. */
export const callBoth = <T>(count: number, call: (bank: SimulatedBank, index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => call(index % 2 ? here : there, index)));

let serial = 0;
export const order = (instrument: string, capture: ChargeRequest['capture'] = 'automatic'): ChargeRequest => ({
  reference: `pay_${++serial}`,
  merchantId: 'merchant',
  amount: 500,
  currency: 'INR',
  instrument,
  capture,
});
export const refundOf = ({ reference, merchantId, currency }: ChargeRequest, amount: number): RefundRequest => ({
  ...{ reference: `rfnd_${++serial}`, chargeReference: reference, merchantId, amount, currency },
});
export const card = (number: string) => tokenizeCard({ number, network: 'visa' });
export const upi = (vpa: string) => tokenizeUpi({ vpa: `${vpa}@bank` });

export async function ledger(reference: string, account = 'default'): Promise<string[]> {
  const text = `SELECT kind || ' ' || amount AS entry FROM simulated_bank.ledger
    WHERE charge_reference = $1 AND account = $2 ORDER BY id`;
  return (await witness.query<{ entry: string }>(text, [reference, account])).rows.map((row) => row.entry);
}

beforeAll(async () => {
  // A pool that has ended may still have a socket open when the database is dropped under it.
  witness.on('error', () => undefined);
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  // Several processes create the schema in an empty database at the same time.
  await Promise.all([database(), database(), database(), database()].map((one) => one.prepare()));
});

afterAll(async () => {
  await Promise.all(opened.map((one) => one.close()));
  await witness.end();
  await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await admin.end();
});
