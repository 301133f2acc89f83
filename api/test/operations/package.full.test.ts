import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from '../support/client.js';
import { freePort, waitFor } from '../support/processes.js';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const TOOLS = path.join(ROOT, 'bin/ci-tools/node_modules/@vercel/nft');
const KEY = { key: 'key_test_abc123', secret: 'secret_test_xyz789' };
const MAX_INSTALLED_MB = 200;
const MINUTES = 60_000;
const NOBODY = Number(spawnSync('id', ['-u', 'nobody'], { encoding: 'utf8' }).stdout);
/** An ordinary user: that of the tests, or if they run as root another one that may run Node. */
const OTHER = { uid: NOBODY, gid: NOBODY };
const ORDINARY =
  process.getuid?.() === 0 && spawnSync(process.execPath, ['--version'], OTHER).status === 0 ? OTHER : undefined;

interface Started {
  child: ChildProcess;
  output: () => string;
  ended: Promise<number | null>;
}

/** The first of the four ports that `--port` sets. */
async function freePorts(): Promise<number> {
  for (;;) {
    const first = await freePort();
    const free = await Promise.all([1, 2, 3].map(async (next) => isFree(first + next)));
    if (free.every(Boolean)) return first;
  }
}

const isFree = async (port: number): Promise<boolean> => {
  const server = createServer().listen(port, '127.0.0.1');
  return once(server, 'listening').then(
    () => once(server.close(), 'close').then(() => true),
    () => false,
  );
};

/** Skipped by name where the tools that make the package are not installed. */
const withTools = existsSync(TOOLS) ? describe : describe.skip;

withTools('the npm package', () => {
  /** PostgreSQL's account enters it, if the tests run as root. */
  const folder = mkdtempSync(path.join(os.tmpdir(), 'payment-gateway-package-'));
  const running: Started[] = [];
  let port: number;
  let api: Client;

  const start = (cwd: string, ...words: string[]): Started => startAs({}, cwd, ...words);
  const startAs = (account: { uid?: number; gid?: number }, cwd: string, ...words: string[]): Started => {
    const { DATABASE_URL: _, TEST_DATABASE_URL: __, NODE_OPTIONS: ___, ...env } = process.env;
    const child = spawn(path.join(folder, 'node_modules/.bin/payment-gateway'), words, { ...account, cwd, env });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const started = { child, output: () => text, ended };
    running.push(started);
    return started;
  };
  const startReady = async (cwd: string, ...words: string[]): Promise<Started> => {
    const started = start(cwd, ...words);
    await isReady(started);
    return started;
  };
  const isReady = async (started: Started): Promise<void> => {
    const isUp = () => started.output().includes('is running') || started.child.exitCode !== null;
    await waitFor(isUp, { what: 'the start of the package', timeoutMs: 90_000 });
    expect([started.child.exitCode, started.output()]).toEqual([null, expect.stringContaining('Ctrl-C stops it')]);
  };
  /** A folder of the ordinary user. */
  const ownFolder = (name: string): string => {
    const own = mkdtempSync(path.join(folder, name));
    if (ORDINARY) chownSync(own, ORDINARY.uid, ORDINARY.gid);
    return own;
  };
  const npm = (...words: string[]) => {
    const { status, stdout, stderr } = spawnSync('npm', words, { cwd: folder, encoding: 'utf8' });
    expect([status, status === 0 ? '' : `${stdout}${stderr}`]).toEqual([0, '']);
  };

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    const made = spawnSync(process.execPath, ['bin/package.mjs', '--to', folder], { cwd: ROOT, encoding: 'utf8' });
    expect([made.status, made.status === 0 ? '' : made.stdout + made.stderr]).toEqual([0, '']);
    const file = readdirSync(folder).find((name) => name.endsWith('.tgz'));
    npm('install', `./${file}`, '--prefer-offline', '--no-audit', '--no-fund');
    port = await freePorts();
    api = new Client(`http://127.0.0.1:${port}`, KEY);
  }, 6 * MINUTES);
  const stopAll = async (): Promise<void> => {
    for (const { child, ended } of running.splice(0)) {
      child.kill('SIGTERM');
      await ended;
    }
  };
  afterAll(async () => {
    await stopAll();
    rmSync(folder, { recursive: true, force: true });
  }, MINUTES);

  it('takes at most 200 MB when it is installed', () => {
    const { stdout } = spawnSync('du', ['-sm', 'node_modules'], { cwd: folder, encoding: 'utf8' });
    expect(Number.parseInt(stdout)).toBeLessThanOrEqual(MAX_INSTALLED_MB);
  });

  it(
    'captures a first payment, and goes on with its data after it was killed',
    async () => {
      const first = await startReady(folder, '--port', String(port), '--empty');
      const order = (await api.post('/api/v1/orders', { amount: 50_000 })).json;
      const paid = { order_id: order.id, method: 'upi', vpa: 'success@upi' };
      const { id } = (await api.post('/api/v1/payments', paid)).json;
      const captured = async () => (await api.get(`/api/v1/payments/${id}`)).json.captured === true;
      await waitFor(captured, { what: 'the capture', timeoutMs: 20_000 });
      const pages = [
        `http://127.0.0.1:${port + 1}/checkout?order_id=${order.id}`,
        `http://127.0.0.1:${port + 2}/login`,
      ];
      for (const page of [...pages, `http://127.0.0.1:${port}/docs`, `http://127.0.0.1:${port}/reference`])
        expect([page, (await fetch(page)).status]).toEqual([page, 200]);

      const again = start(folder, '--port', String(port));
      expect([await again.ended, again.output()]).toEqual([0, expect.stringContaining('already running here')]);
      const elsewhere = start(mkdtempSync(path.join(folder, 'other-')), '--port', String(port));
      expect([await elsewhere.ended, elsewhere.output()]).toEqual([1, expect.stringContaining('--port')]);

      first.child.kill('SIGKILL');
      await first.ended;
      const second = await startReady(folder, '--port', String(port), '--empty');
      expect(await captured()).toBe(true);
      second.child.kill('SIGTERM');
      expect([await second.ended, second.output()]).toEqual([0, expect.stringContaining('The data is kept.')]);
    },
    4 * MINUTES,
  );

  it(
    'runs for an ordinary user: two in two folders, and one of two in the same folder',
    async () => {
      const [first, second] = [ownFolder('first-'), ownFolder('second-')];
      const ports = [String(await freePorts()), String(await freePorts())] as const;
      const elsewhere = startAs(ORDINARY ?? {}, second, '--port', ports[1], '--empty');
      const same = [1, 2].map(() => startAs(ORDINARY ?? {}, first, '--port', ports[0], '--empty'));
      const refused = await Promise.race(same.map(async (one) => one.ended.then(() => one)));
      expect([await refused.ended, refused.output()]).toEqual([0, expect.stringContaining('already running here')]);
      for (const one of [elsewhere, ...same.filter((started) => started !== refused)]) await isReady(one);
      for (const one of ports) {
        const { status } = await new Client(`http://127.0.0.1:${one}`, KEY).post('/api/v1/orders', { amount: 100 });
        expect([one, status]).toEqual([one, 201]);
      }
      await stopAll();
    },
    4 * MINUTES,
  );

  it('without write permission says what to do', async () => {
    const closed = ownFolder('closed-');
    chmodSync(closed, 0o555);
    const { ended, output } = startAs(ORDINARY ?? {}, closed, '--port', String(port), '--empty');
    expect([await ended, output()]).toEqual([1, expect.stringContaining('name one: GATEWAY_DATA_FOLDER=')]);
  });

  it(
    'runs offline from what npm has stored',
    () => {
      const file = readdirSync(folder).find((name) => name.endsWith('.tgz'));
      const words = ['exec', '--yes', '--offline', `--package=${folder}/${file}`, '--', 'payment-gateway', '--version'];
      // Outside the folder in which the package is installed.
      const empty = mkdtempSync(path.join(os.tmpdir(), 'payment-gateway-offline-'));
      const { status, stdout, stderr } = spawnSync('npm', words, { cwd: empty, encoding: 'utf8' });
      rmSync(empty, { recursive: true });
      expect([status, stdout, stderr]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/), expect.any(String)]);
    },
    5 * MINUTES,
  );

  it('explains itself, and an option that it does not know', async () => {
    for (const [words, code, text] of [
      [['--help'], 0, 'Usage: payment-gateway'],
      [['--version'], 0, '0.'],
      [['--prot', '1'], 1, "Unknown option '--prot'"],
      [['--port', '99999'], 1, '--port takes a number'],
      [['pg', '--help'], 0, 'listen'],
    ] as const) {
      const { ended, output } = start(folder, ...words);
      expect([words, await ended, output()]).toEqual([words, code, expect.stringContaining(text)]);
    }
  });
});
