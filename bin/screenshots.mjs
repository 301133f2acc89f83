/**
 * `npm run screenshots`: takes the README's screenshots from a running gateway with its demo data (`npm start`). Needs
 * Chromium: the system's, CHROMIUM_PATH, or the one from npm.
 */
import path from 'node:path';
import { PaymentGateway } from '@payment-gateway/sdk';
import { openBrowser } from './lib/browser.mjs';
import { Stop, inRoot } from './lib/project.mjs';
import { runMain, say } from './lib/terminal.mjs';

const API = process.env.PUBLIC_API_URL ?? 'http://localhost:8000';
const CHECKOUT = process.env.PUBLIC_CHECKOUT_URL ?? 'http://localhost:3001';
const DASHBOARD = process.env.PUBLIC_DASHBOARD_URL ?? 'http://localhost:3000';
const PASSWORD = process.env.DEMO_PASSWORD ?? 'demo-password-2026';
const gateway = new PaymentGateway({ apiKey: 'key_test_abc123', apiSecret: 'secret_test_xyz789', baseUrl: API });

/** An order of the shop that the demo data describes. */
async function createOrder() {
  const lineItems = [
    { name: 'Assam breakfast tea, 250 g', quantity: 2, amount: 34_900 },
    { name: 'Clay cups, set of six', quantity: 1, amount: 59_900 },
  ];
  const { id } = await gateway.createOrder({
    amount: 129_700,
    receipt: 'TEA-2001',
    description: 'Tea and cups',
    lineItems,
  });
  return id;
}

async function take(browser) {
  const orderId = await createOrder().catch((error) => {
    throw new Stop(`No gateway answers at ${API} (${error.message}): run npm start in another terminal.`);
  });
  const session = await new PaymentGateway({ baseUrl: API }).auth.login({
    email: 'test@example.com',
    password: PASSWORD,
  });
  const shots = [
    ['checkout', `${CHECKOUT}/checkout?order_id=${orderId}`, { width: 1280, height: 800 }],
    ['dashboard', `${DASHBOARD}/dashboard?range=month`, { width: 1280, height: 800 }],
    ['payments', `${DASHBOARD}/dashboard/transactions`, { width: 1280, height: 800 }],
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
  const { browser, close } = await openBrowser();
  try {
    await take(browser);
  } finally {
    await close();
  }
}

runMain(main);
