import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '../../support/client.js';
import { freePort } from '../../support/processes.js';
import type { Bench } from '../bench.js';
import { type Figure, shown } from '../figure.js';

const DEMO_KEY = { key: 'key_test_abc123', secret: 'secret_test_xyz789' };
const POLL_INTERVAL_MS = 25;
const PATIENCE_MS = 120_000;

/** S12: `npm start` on a used data folder, with its own PostgreSQL, to the first captured payment. */
export async function start({ stage, scale, signal, note }: Bench, { root }: { root: string }): Promise<Figure[]> {
  const folder = mkdtempSync(path.join(stage.folder, 'start-'));
  const ports = { PORT: await freePort(), CHECKOUT_PORT: await freePort(), DASHBOARD_PORT: await freePort() };
  const { PATH = '', HOME = '' } = process.env;
  // Empty, so that a .env of the checkout has no effect.
  const env = { PATH, HOME, GATEWAY_DATA_FOLDER: folder, DATABASE_URL: '', REDIS_URL: '' };
  const numbers = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)]));
  const once = () => firstCapture(root, { ...env, ...numbers }, `http://127.0.0.1:${ports.PORT}`);
  const cold = await once();
  const samples: number[] = [];
  for (let round = 1; round <= scale.rounds; round++) {
    signal.throwIfAborted();
    samples.push(await once());
    note(`start ${round}: ${samples.at(-1)?.toFixed(2)} s`);
  }
  return [
    {
      id: 'S12',
      what: '`npm start` warm, to the first captured payment',
      unit: 's',
      goal: { most: 10 },
      samples,
      detail: `${samples.length} starts of a built tree with existing data; the first start, on an empty folder, took ${shown(cold)} s; the demo's bank takes 0.5 s of each`,
    },
  ];
}

async function firstCapture(root: string, env: Record<string, string>, url: string): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, [path.join(root, 'bin/start.mjs')], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => printed.push(text));
  const exited = once(child, 'exit');
  const api = new Client(url, DEMO_KEY);
  /** Polls until the response is as expected; a server that is not up yet is polled again. */
  const asked = async (ask: () => ReturnType<Client['get']>, isGood: (answer: { captured?: boolean }) => boolean) => {
    for (;;) {
      const answer = await ask().catch(() => undefined);
      if (answer && answer.status < 300 && isGood(answer.json)) return answer.json.id as string;
      if (child.exitCode !== null || performance.now() - began > PATIENCE_MS)
        throw new Error(`npm start brought no payment:\n${printed.join('')}`);
      await pause(POLL_INTERVAL_MS);
    }
  };
  try {
    const order_id = await asked(() => api.post('/api/v1/orders', { amount: 50_000 }), Boolean);
    const wish = { order_id, method: 'upi', vpa: 'success@upi' };
    const payment = await asked(() => api.post('/api/v1/payments', wish), Boolean);
    await asked(
      () => api.get(`/api/v1/payments/${payment}`),
      ({ captured }) => captured === true,
    );
    return (performance.now() - began) / 1_000;
  } finally {
    if (child.exitCode === null) child.kill('SIGTERM');
    await exited;
  }
}
