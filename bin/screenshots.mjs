/**
 * `npm run screenshots`: takes the README's screenshots from a running gateway (`npm start`), after creating some orders and
 * payments. Needs Chromium: the system's, CHROMIUM_PATH, or the one from npm.
 */
import path from 'node:path';
import { chromium } from 'playwright-core';
import { PaymentGateway } from '@payment-gateway/sdk';
import { findChromium } from './lib/chromium.mjs';
import { Stop, inRoot } from './lib/project.mjs';
import { makeScratchFolder, removeScratchFolder } from './lib/scratch-folder.mjs';
import { runMain, say } from './lib/terminal.mjs';

const API = process.env.PUBLIC_API_URL ?? 'http://localhost:8000';
const CHECKOUT = process.env.PUBLIC_CHECKOUT_URL ?? 'http://localhost:3001';
const DASHBOARD = process.env.PUBLIC_DASHBOARD_URL ?? 'http://localhost:3000';
const PASSWORD = process.env.DEMO_PASSWORD ?? 'demo-password-2026';
const VPAS = [
  'asha@upi',
  'ravi@okbank',
  'meera@ybl',
  'nofunds@upi',
  'kiran@upi',
  'lata@okbank',
  'failure@upi',
  'dev@upi',
];
const CARDS = ['4111111111111111', '5555555555554444', '4000000000000002', '6521111111111110'];

const gateway = new PaymentGateway({ apiKey: 'key_test_abc123', apiSecret: 'secret_test_xyz789', baseUrl: API });

async function createSampleData() {
  for (let i = 0; i < 24; i++) {
    const { id: orderId } = await gateway.createOrder({
      amount: 19_900 + ((i * 7_919) % 90_000),
      receipt: `order ${i + 1}`,
    });
    const card = {
      number: CARDS[i % CARDS.length],
      expiryMonth: 12,
      expiryYear: 2040,
      cvv: '123',
      holderName: 'Asha Rao',
    };
    if (i % 3 === 0) await gateway.createPayment({ orderId, method: 'card', card });
    else await gateway.createPayment({ orderId, method: 'upi', vpa: VPAS[i % VPAS.length] });
  }
  return (await gateway.createOrder({ amount: 49_900, receipt: 'one kilo of tea' })).id;
}

async function take(browser) {
  const orderId = await createSampleData().catch((error) => {
    throw new Stop(`No gateway answers at ${API} (${error.message}): run npm start in another terminal.`);
  });
  const session = await new PaymentGateway({ baseUrl: API }).auth.login({
    email: 'test@example.com',
    password: PASSWORD,
  });
  const shots = [
    ['checkout', `${CHECKOUT}/checkout?order_id=${orderId}`, { width: 1280, height: 800 }],
    ['dashboard', `${DASHBOARD}/dashboard/transactions`, { width: 1280, height: 760 }],
  ];
  for (const [name, url, viewport] of shots) {
    const context = await browser.newContext({ viewport, locale: 'en-IN', colorScheme: 'light' });
    await context.addCookies([{ name: 'session', value: session.token, url: DASHBOARD, httpOnly: true }]);
    const page = await context.newPage();
    await page.goto(url, { waitUntil: 'networkidle' });
    const file = path.join('docs', 'images', `${name}.png`);
    await page.screenshot({ path: inRoot(file) });
    say(file);
    await context.close();
  }
}

async function main() {
  const folder = makeScratchFolder();
  const found = await findChromium(folder);
  if (!found) throw new Stop('No usable Chromium found: install one, or set CHROMIUM_PATH.');
  const { executablePath, args, env } = found;
  const browser = await chromium.launch({
    executablePath,
    args: [...args, '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    env: { ...process.env, ...env },
  });
  try {
    await take(browser);
  } finally {
    await browser.close();
    removeScratchFolder(folder);
  }
}

runMain(main);
