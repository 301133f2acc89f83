import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import pg from 'pg';
import type { StartPostgres } from '../chaos/postgres.js';
import { Client } from '../support/client.js';
import { violatedInvariants } from '../support/invariants.js';
import {
  type Environment,
  freePort,
  type GatewayProcess,
  ready,
  startProgram,
  TEST_ENVIRONMENT,
} from '../support/processes.js';
import { fileURLToPath } from 'node:url';
import { Shop } from './shop.js';

interface Means {
  folder: string;
  startPostgres: StartPostgres;
  signal: AbortSignal;
  /** The main.js of the version to upgrade from. */
  oldMain: string;
}

const NEW_MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const DEMO_KEY = { key: 'key_test_abc123', secret: 'secret_test_xyz789' };
const ENVIRONMENT: Environment = {
  ...TEST_ENVIRONMENT,
  BANK_TIMEOUT: '1s',
  ACTION_TIMEOUT: '15s',
  SIMULATOR_SLOW_DELAY: '4s',
  SWEEP_INTERVAL: '500ms',
};
/** Orders of each kind in each phase. */
const ROUNDS = 8;

const say = (text: string) => void process.stdout.write(`${text}\n`);

/** The exit code of `npm run upgrade-check`. */
export async function runUpgrade({ folder, startPostgres, oldMain }: Means): Promise<number> {
  const postgres = await startPostgres(folder, { preferredPort: 0 });
  const url = postgres.adminUrl();
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
  const db = new pg.Pool({ connectionString: url, max: 4 });
  db.on('error', () => undefined);
  const acquirerPort = String(await freePort());
  const running: GatewayProcess[] = [];
  const launch = async (main: string, role: string, port?: number): Promise<GatewayProcess> => {
    const own: Environment = port === undefined ? {} : { PORT: String(port) };
    const acquirer = { ACQUIRER_PORT: acquirerPort, SIMULATED_ACQUIRER_URL: `http://127.0.0.1:${acquirerPort}` };
    const started = startProgram([main, role], { ...ENVIRONMENT, DATABASE_URL: url, ...acquirer, ...own });
    running.push(started);
    return ready(started);
  };
  const migrate = async (main: string) => {
    const { child, log } = startProgram([main, 'migrate'], { ...ENVIRONMENT, DATABASE_URL: url });
    await once(child, 'close');
    if (child.exitCode !== 0) throw new Error(`the migration failed:\n${log()}`);
  };
  try {
    const [oldPort, newPort] = [await freePort(), await freePort()];
    await migrate(oldMain);
    const oldServer = await launch(oldMain, 'server', oldPort);
    const oldWorker = await launch(oldMain, 'worker');
    const oldApi = new Client(`http://127.0.0.1:${oldPort}`, DEMO_KEY);
    const newApi = new Client(`http://127.0.0.1:${newPort}`, DEMO_KEY);
    const shop = new Shop(randomUUID().slice(0, 8));

    say('old alone');
    await shop.open([oldApi], ROUNDS);
    await shop.act([oldApi], 0.3);
    say('old and new');
    await migrate(NEW_MAIN);
    await launch(NEW_MAIN, 'acquirer');
    await launch(NEW_MAIN, 'server', newPort);
    await launch(NEW_MAIN, 'worker');
    await shop.open([oldApi, newApi], ROUNDS);
    await shop.act([newApi, oldApi], 0.6);
    await oldWorker.kill();
    await shop.open([oldApi, newApi], ROUNDS);
    await oldServer.stop();
    say('new alone');
    await shop.open([newApi], ROUNDS);
    await shop.finish(newApi);

    const broken = [
      ...(await shop.surprises(newApi)),
      ...Object.entries(
        await violatedInvariants({ db, bank: { book: db, account: 'default' } }, { timeoutMs: 60_000 }),
      ).map((entry) => JSON.stringify(entry)),
    ];
    const { rows } = await db.query<{ charges: number; adopted: number }>(
      `SELECT count(*) AS charges, count(*) FILTER (WHERE id = payment_id) AS adopted FROM charges`,
    );
    say(`${shop.size} payments, ${rows[0]?.charges} charges, ${rows[0]?.adopted} of them adopted`);
    for (const what of broken) say(`  ${what}`);
    say(broken.length === 0 ? 'match' : `${broken.length} differences`);
    return broken.length === 0 && (rows[0]?.adopted ?? 0) > 0 ? 0 : 1;
  } finally {
    await Promise.all(running.map((process) => process.kill()));
    await db.end();
    await postgres.stop();
  }
}
