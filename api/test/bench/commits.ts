import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { Child } from './child.js';
import type { CommitOrder, CommitResult } from './committer.js';
import { type Ledger, merchantId } from './stage.js';

/** PostgreSQL only: the row of an order, one per transaction. */
export const CLIENTS = 16;
/** As long as the gateway's ids, sorted by time and equally unlikely to repeat. */
const ID = `'order_' || substr(replace(uuidv7()::text, '-', ''), 4, 9)
    || left(translate(encode(uuid_send(gen_random_uuid()), 'base64'), '+/', 'xy'), 7)`;
const VALUES = `${ID}, 50000, 'INR', 'receipt_1', '{"customer":"Asha Rao"}'`;
const INSERT = (merchant: string) => `INSERT INTO orders (merchant_id, mode, id, amount, currency, receipt, notes)
  VALUES ((${merchant})::uuid, 'test', ${VALUES})`;

export interface Commits {
  /** The program that commits the rows. */
  readonly by: string;
  run(seconds: number): Promise<CommitResult>;
  stop(): Promise<void>;
}

/** Uses the installed pgbench; without it `pg` in its own process. */
export async function commitsOf({ url }: Ledger, folder: string): Promise<Commits> {
  const prefix = merchantId('');
  const program = (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .map((place) => path.join(place, 'pgbench'))
    .find((file) => existsSync(file));
  if (!program) {
    const child = Child.start<CommitOrder, CommitResult>('committer');
    const order = { url, clients: CLIENTS, text: INSERT(`'${prefix}' || $1::int`) };
    const by = `one-row commits by pg, ${CLIENTS} clients (pgbench is not installed)`;
    return { by, run: (seconds) => child.ask({ ...order, seconds }), stop: () => child.stop() };
  }
  const script = path.join(folder, 'order.sql');
  writeFileSync(
    script,
    `\\set merchant random(1, 4)\n${INSERT(`'${prefix}' || :merchant`)};\n`.replaceAll(/\n +/g, ' '),
  );
  const run = promisify(execFile);
  const version = (await run(program, ['--version'])).stdout.trim();
  return {
    by: `${version}, ${CLIENTS} clients, prepared`,
    stop: async () => undefined,
    async run(seconds) {
      const { hostname, port, username, password, pathname } = new URL(url);
      const load = [
        '-n',
        '-M',
        'prepared',
        '-c',
        String(CLIENTS),
        '-j',
        '1',
        '-T',
        String(Math.ceil(seconds)),
        '-f',
        script,
      ];
      const where = ['-h', hostname, '-p', port, '-U', username, pathname.slice(1)];
      const { PATH = '' } = process.env;
      const { stdout } = await run(program, [...load, ...where], { env: { PATH, PGPASSWORD: password } });
      const number = (words: RegExp) => Number(words.exec(stdout)?.[1]);
      if (!/tps = /.test(stdout)) throw new Error(`pgbench committed nothing: ${stdout}`);
      const failed = number(/failed transactions: (\d+)/) || 0;
      return { perSecond: number(/tps = ([\d.]+)/), good: number(/actually processed: (\d+)/), failed };
    },
  };
}
