/**
 * `npm run lighthouse -- <url> [runs]`: runs Lighthouse (mobile) on a page of a running gateway; prints medians and ranges.
 * Without a url: the checkout of a new order of the demo merchant. The dashboard is measured signed in as the demo user.
 */
import { spawn } from 'node:child_process';
import os from 'node:os';
import { findChromium } from './lib/chromium.mjs';
import { installWithTools } from './lib/install.mjs';
import { freePort } from './lib/ports.mjs';
import { Stop } from './lib/project.mjs';
import { until } from './lib/running.mjs';
import { makeScratchFolder, removeScratchFolder } from './lib/scratch-folder.mjs';
import { runMain, say } from './lib/terminal.mjs';

const API = process.env.PUBLIC_API_URL ?? 'http://localhost:8000';
const CHECKOUT = process.env.PUBLIC_CHECKOUT_URL ?? 'http://localhost:3001';
const DASHBOARD = process.env.PUBLIC_DASHBOARD_URL ?? 'http://localhost:3000';
const CATEGORIES = ['performance', 'accessibility', 'best-practices'];
const AUDITS = {
  'largest-contentful-paint': 'LCP, ms',
  'total-blocking-time': 'TBT, ms',
  'cumulative-layout-shift': 'CLS',
};

const NO_GATEWAY = `No gateway answers at ${API}: run npm start in another terminal.`;

async function post(path, headers, body) {
  const options = { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body };
  const answer = await fetch(`${API}/api/v1/${path}`, options).catch(() => undefined);
  if (!answer?.ok) throw new Stop(NO_GATEWAY);
  return answer.json();
}

async function demoCheckout() {
  const key = { 'X-Api-Key': 'key_test_abc123', 'X-Api-Secret': 'secret_test_xyz789' };
  const { id } = await post('orders', key, '{"amount":50000,"currency":"INR"}');
  return `${CHECKOUT}/checkout?order_id=${id}`;
}

/** The demo user's session cookie, for pages of the dashboard. */
async function cookieFor(url) {
  if (!url.startsWith(`${DASHBOARD}/dashboard`)) return {};
  const password = process.env.DEMO_PASSWORD ?? 'demo-password-2026';
  const { token } = await post('auth/login', {}, JSON.stringify({ email: 'test@example.com', password }));
  return { Cookie: `session=${token}` };
}

const figure = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, median, high] = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  const round = (value) => (value >= 10 ? Math.round(value) : Math.round(value * 1000) / 1000);
  return `${round(median)} (${round(low)} to ${round(high)})`;
};

async function measure(url, runs, port) {
  const { default: lighthouse } = await import('lighthouse');
  const results = [];
  const extraHeaders = await cookieFor(url);
  for (let run = 0; run < runs; run++) {
    const { lhr } = await lighthouse(url, { port, onlyCategories: CATEGORIES, logLevel: 'error', extraHeaders });
    results.push(lhr);
  }
  say(`${url}\n${os.cpus().length} × ${os.cpus()[0]?.model}, Node ${process.version}, ${runs} runs: median (range)`);
  for (const id of CATEGORIES) say(`  ${id}: ${figure(results.map(({ categories }) => categories[id].score))}`);
  for (const [id, name] of Object.entries(AUDITS))
    say(`  ${name}: ${figure(results.map(({ audits }) => audits[id].numericValue))}`);
}

async function main([url, runs = '3']) {
  await installWithTools();
  const folder = makeScratchFolder();
  const chromium = await findChromium(folder);
  if (!chromium) throw new Stop('No usable Chromium found: install one, or set CHROMIUM_PATH.');
  const port = await freePort();
  const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];
  const child = spawn(
    chromium.executablePath,
    [...chromium.args, ...flags, `--remote-debugging-port=${port}`, `--user-data-dir=${folder}/profile`, 'about:blank'],
    { stdio: 'ignore', env: { ...process.env, ...chromium.env } },
  );
  try {
    const isReady = () =>
      fetch(`http://127.0.0.1:${port}/json/version`).then(
        () => true,
        () => false,
      );
    await until(isReady, { timeout: 15_000 });
    await measure(url ?? (await demoCheckout()), Number(runs), port);
  } finally {
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
    removeScratchFolder(folder);
  }
}

runMain(() => main(process.argv.slice(2)));
