/**
 * `node bin/screens.mjs FOLDER [PART OF A NAME]`: takes a screenshot of each screen of docs/screens.md, in three widths
 * and both colour schemes, from a running gateway with its demo data (`npm start`).
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { PaymentGateway } from '@payment-gateway/sdk';
import { openBrowser } from './lib/browser.mjs';
import { Stop } from './lib/project.mjs';
import { openShop, screensOf } from './lib/screens.mjs';
import { runMain, say } from './lib/terminal.mjs';

const API = process.env.PUBLIC_API_URL ?? 'http://localhost:8000';
const BASES = {
  checkout: process.env.PUBLIC_CHECKOUT_URL ?? 'http://localhost:3001',
  dashboard: process.env.PUBLIC_DASHBOARD_URL ?? 'http://localhost:3000',
};
const WIDTHS = [375, 1000, 1440];
const SCHEMES = ['light', 'dark'];
const HEIGHT = 900;

async function take(browser, { screens, token, scheme, width, folder }) {
  const context = await browser.newContext({
    viewport: { width, height: HEIGHT },
    ...{ locale: 'en-IN', timezoneId: 'Asia/Kolkata', colorScheme: scheme },
  });
  for (const [name, program, address] of screens) {
    const isSignedIn = address.startsWith('/dashboard');
    await context.clearCookies();
    if (isSignedIn) await context.addCookies([{ name: 'session', value: token, url: BASES.dashboard, httpOnly: true }]);
    const page = await context.newPage();
    await page.goto(BASES[program] + address, { waitUntil: 'load' });
    // Pages that listen for news never become idle.
    await page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => {});
    // As high as the page, because the sidebar is as high as the window.
    const height = await page.evaluate('document.documentElement.scrollHeight');
    await page.setViewportSize({ width, height: Math.max(HEIGHT, height) });
    await page.screenshot({ path: path.join(folder, `${name}-${width}-${scheme}.png`), fullPage: true });
    await page.close();
  }
  await context.close();
}

async function main() {
  const [folder, part = ''] = process.argv.slice(2);
  if (!folder) throw new Stop('Name the folder for the screenshots: node bin/screens.mjs /tmp/screens');
  mkdirSync(folder, { recursive: true });
  const keys = { apiKey: 'key_test_abc123', apiSecret: 'secret_test_xyz789', baseUrl: API };
  const gateway = new PaymentGateway(keys);
  const password = process.env.DEMO_PASSWORD ?? 'demo-password-2026';
  const { token } = await new PaymentGateway({ baseUrl: API }).auth
    .login({ email: 'test@example.com', password })
    .catch((error) => {
      throw new Stop(`No gateway answers at ${API} (${error.message}): run npm start in another terminal.`);
    });
  const me = await new PaymentGateway({ sessionToken: token, baseUrl: API }).me.get();
  const merchantId = me.merchants.find(({ mode }) => mode === 'test').id;
  const session = new PaymentGateway({ sessionToken: token, merchantId, baseUrl: API });
  const shop = await openShop(gateway);
  try {
    const screens = (await screensOf(gateway, session, shop)).filter(([name]) => name.includes(part));
    const { browser, close } = await openBrowser();
    try {
      for (const scheme of SCHEMES)
        for (const width of WIDTHS) await take(browser, { screens, token, scheme, width, folder });
      say(`${screens.length * WIDTHS.length * SCHEMES.length} screenshots in ${folder}`);
    } finally {
      await close();
    }
  } finally {
    await shop.close();
  }
}

runMain(main);
