import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll } from '@jest/globals';
import pg from 'pg';
import type { ChargeRequest, RefundRequest } from '../../src/acquiring/connectors/connector.js';
import { SimulatedBank } from '../../src/acquiring/connectors/simulated-bank/simulated-bank.js';
import type { SimulatedBankOptions } from '../../src/acquiring/connectors/simulated-bank/simulated-bank.options.js';

const server = process.env['TEST_DATABASE_URL'];
if (!server) throw new Error('TEST_DATABASE_URL must name a PostgreSQL server on which databases may be created');
const database = `bank_${randomBytes(6).toString('hex')}`;
const connectionString = Object.assign(new URL(server), { pathname: `/${database}` }).href;
const admin = new pg.Client({ connectionString: server });
export const witness = new pg.Pool({ connectionString, max: 2 });
const opened: SimulatedBank[] = [];

export function open(options: Partial<SimulatedBankOptions> = {}): SimulatedBank {
  const defaults = { connectionString, poolSize: 4, timeoutMs: 20_000, processingDelayMs: 0, slowDelayMs: 30_000 };
  const bank = new SimulatedBank({ ...defaults, ...options });
  opened.push(bank);
  return bank;
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
export const card = (number: string) => here.tokenizeCard({ ...{ number, network: 'visa', cvv: '123' }, ...HOLDER });
const HOLDER = { expiryMonth: 12, expiryYear: 2040, holderName: 'A' };
export const upi = (name: string) => here.tokenizeUpi({ vpa: `${name}@bank` });

export async function ledger(reference: string): Promise<string[]> {
  const text = `SELECT kind || ' ' || amount AS entry FROM simulated_bank.ledger WHERE charge_reference = $1 ORDER BY id`;
  return (await witness.query<{ entry: string }>(text, [reference])).rows.map((row) => row.entry);
}

beforeAll(async () => {
  // A pool that has ended may still have a socket open when the database is dropped under it.
  witness.on('error', () => undefined);
  await admin.connect();
  await admin.query(`CREATE DATABASE ${database}`);
  // Several processes create the schema in an empty database at the same time.
  await Promise.all([here, there, open(), open(), open()].map((bank) => bank.prepare()));
});

afterAll(async () => {
  await Promise.all(opened.map((bank) => bank.close()));
  await witness.end();
  await admin.query(`DROP DATABASE ${database} WITH (FORCE)`);
  await admin.end();
});
