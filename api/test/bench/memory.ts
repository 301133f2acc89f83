import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '../support/client.js';
import { freePort, waitFor } from '../support/processes.js';
import { type Bench, Books, newGenerator } from './bench.js';
import { Child } from './child.js';
import type { LivesOrder, LivesResult } from './lives.js';
import type { Task } from './load-order.js';
import { newEndpoints, seedOrders } from './seed.js';
import type { Running } from './stage.js';

/** The load of one machine per second: a busy shop, not the peak. */
const LOAD = { orders: 200, lives: 50, pages: 10 };
const SAMPLE_INTERVAL_MS = 1_000;

export const LOAD_TEXT = `${LOAD.orders} orders, ${LOAD.lives} whole lives, ${LOAD.pages} pages of each web app per second`;

export interface Watched {
  /** Megabytes of each process, once a second. */
  readings: Record<string, number[]>;
  /** Responses with 503: the machine paused, and the accumulated requests were refused. Nothing is lost by it. */
  refused: number;
  lost: string[];
}

/** Runs the whole gateway as `npm start` does, under load, and reads its resident memory every second. */
export async function watchMemory(bench: Bench, root: string, seconds: number): Promise<Watched> {
  const { stage, signal } = bench;
  const ledger = await stage.database(`bench_memory`);
  const { queues } = stage;
  const queue = queues[0] ?? 'postgres';
  const api = await stage.server(ledger, queue);
  const worker = await stage.worker(ledger, queue);
  const checkout = await webApp(bench, root, 'web-checkout', 'CHECKOUT_PORT', api.url);
  const dashboard = await webApp(bench, root, 'web-dashboard', 'DASHBOARD_PORT', api.url);
  const client: Child<Partial<LivesOrder>, LivesResult> = Child.start('lives');
  const generators = [newGenerator(), newGenerator(), newGenerator()] as const;
  const { url } = (await client.ask({ where: true } as object)) as unknown as { url: string };
  await newEndpoints(api.url, ledger.accounts, [url]);
  const orders = await seedOrders(ledger, LOAD.lives * (seconds + 2));
  const books = new Books(ledger);
  const { accounts } = ledger;

  let refused = 0;
  const acceptedOf = <Result extends { bad: Record<string, number> }>({ bad, ...result }: Result) => {
    const { 503: busy = 0, ...worse } = bad;
    refused += busy;
    return { ...result, bad: worse };
  };
  const ask = async (which: 0 | 1 | 2, target: string, task: Task, rate: number) => {
    const result = acceptedOf(await generators[which].ask({ targets: [target], accounts, task, seconds, rate }));
    if (task.kind === 'orders') books.enter('orders', result);
    else for (const [what, times] of Object.entries(result.bad)) books.lost.push(`${target}: ${times} x ${what}`);
  };
  const live = async () => {
    const order = { target: api.url, accounts, orders, seconds, rampSeconds: 0, rate: LOAD.lives };
    const result = acceptedOf(await client.ask(order));
    books.enter('payments', result);
    if (result.unheard > 0) books.lost.push(`${result.unheard} payments without their webhook`);
  };
  const page = (path: string): Task => ({ kind: 'read', lists: [[{ merchant: 0, path }]] });
  const order = await new Client(api.url, accounts[0]).post('/api/v1/orders', { amount: 50_000 }, { key: 'page' });
  books.enter('orders', { ids: [order.json.id], good: 1, bad: {} });
  const processes = { API: api, worker, checkout, dashboard };
  const readings: Watched['readings'] = { API: [], worker: [], checkout: [], dashboard: [] };
  let loading = true;
  const watching = (async () => {
    while (loading && !signal.aborted) {
      await pause(SAMPLE_INTERVAL_MS);
      for (const [name, { pid }] of Object.entries(processes)) readings[name]?.push(residentMegabytes(pid));
    }
  })();
  await Promise.all([
    live(),
    ask(0, api.url, { kind: 'orders' }, LOAD.orders),
    ask(1, checkout.url, page(`/checkout?order_id=${order.json.id}`), LOAD.pages),
    ask(2, dashboard.url, page('/login'), LOAD.pages),
  ]);
  loading = false;
  await watching;
  await Promise.all([client.stop(), ...generators.map((each) => each.stop())]);
  await Promise.all(Object.values(processes).map((each) => each.stop()));
  return { readings, refused, lost: await books.close() };
}

async function webApp({ stage }: Bench, root: string, folder: string, variable: string, api: string): Promise<Running> {
  const port = await freePort();
  const env = { ...stage.small.web, [variable]: String(port), API_URL: api, PUBLIC_API_URL: api };
  const started = stage.program(folder, [path.join(root, 'bin/web.mjs'), folder, variable, '0'], env);
  const url = `http://127.0.0.1:${port}`;
  const answers = () =>
    fetch(`${url}/health`)
      .then((answer) => answer.ok)
      .catch(() => false);
  await waitFor(answers, { timeoutMs: 60_000, what: folder });
  return { ...started, url };
}

function residentMegabytes(pid: number): number {
  if (process.platform !== 'linux') {
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
  }
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}
