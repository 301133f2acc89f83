import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
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

interface Started {
  child: ChildProcess;
  output: () => string;
  ended: Promise<number | null>;
}

/** Skipped by name where the tools that make the package are not installed. */
const withTools = existsSync(TOOLS) ? describe : describe.skip;

withTools('the npm package', () => {
  /** PostgreSQL's account enters it, if the tests run as root. */
  const folder = mkdtempSync(path.join(os.tmpdir(), 'payment-gateway-package-'));
  const running: Started[] = [];
  let port: number;
  let api: Client;

  const start = (cwd: string, ...words: string[]): Started => {
    const { DATABASE_URL: _, TEST_DATABASE_URL: __, NODE_OPTIONS: ___, ...env } = process.env;
    const child = spawn(path.join(folder, 'node_modules/.bin/payment-gateway'), words, { cwd, env });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const started = { child, output: () => text, ended };
    running.push(started);
    return started;
  };
  const startReady = async (cwd: string, ...words: string[]): Promise<Started> => {
    const started = start(cwd, ...words);
    const isUp = () => started.output().includes('is running') || started.child.exitCode !== null;
    await waitFor(isUp, { what: 'the start of the package', timeoutMs: 90_000 });
    expect([started.child.exitCode, started.output()]).toEqual([null, expect.stringContaining('Ctrl-C stops it')]);
    return started;
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
    port = await freePort();
    api = new Client(`http://127.0.0.1:${port}`, KEY);
  }, 6 * MINUTES);
  afterAll(async () => {
    for (const { child, ended } of running) {
      child.kill('SIGTERM');
      await ended;
    }
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
