import { gzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page, Response } from 'playwright-core';
import { DESKTOP, PHONE } from '../../web-checkout/test/support/browser.js';
import { TEST_IDS } from '../src/lib/test-ids.js';
import { Dashboard } from './support/dashboard.js';

/** Compressed, of one page and all it loads. */
const MOST_SCRIPT = 190_000;
const NARROWEST = { width: 320, height: 640 };

describe('every page of the dashboard', () => {
  let dashboard: Dashboard;
  let pages: [string, string][];
  const seen = new Set<string>();
  beforeAll(async () => {
    dashboard = await Dashboard.start();
    const inbox = await dashboard.gateway.inbox();
    await dashboard.merchant.endpoints.create({ url: 'http://localhost:4999/hooks', description: 'Shop' });
    const payment = await dashboard.paid();
    const failed = await dashboard.paid('nofunds@upi');
    const refund = await dashboard.merchant.createRefund({ paymentId: payment.id, amount: 100 });
    await dashboard.gateway.refund(refund.id);
    const [delivery] = (await dashboard.merchant.webhookLogs.list({ endpoint: inbox.id })).data;
    const open = await dashboard.merchant.createOrder({ amount: 100 });
    pages = Object.entries({
      Home: '',
      Transactions: '/transactions',
      'A payment': `/transactions/${payment.id}`,
      'A failed payment': `/transactions/${failed.id}`,
      Orders: '/orders',
      'An order': `/orders/${open.id}`,
      Refunds: '/refunds',
      'A refund': `/refunds/${refund.id}`,
      Webhooks: '/webhooks',
      'An endpoint': `/webhooks?endpoint=${(await dashboard.merchant.endpoints.list()).data.find(({ url }) => url)?.id}`,
      'A delivery': `/webhooks/deliveries/${delivery?.id}`,
      Inbox: '/webhooks/inbox',
      Doctor: `/webhooks/doctor?delivery=${delivery?.id}`,
      Events: '/events',
      'An event': `/events/${delivery?.eventId}`,
      Logs: '/logs',
      Queues: '/queues',
      Keys: '/keys',
      Team: '/team',
      Settings: '/settings',
      Docs: '/docs',
      'Nothing there': '/orders/order_0000000000000000',
    });
  });
  afterAll(() => dashboard.stop());

  /** `within`: only that part, where the rest has been looked at. */
  async function look(page: Page, what: string, within?: string): Promise<void> {
    await page.locator('.skeleton').first().waitFor({ state: 'detached' });
    for (const id of await page
      .locator('[data-test-id]')
      .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset['testId'])))
      seen.add(id ?? '');
    for (const viewport of [PHONE, DESKTOP])
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        const axe = new AxeBuilder({ page });
        if (within) axe.include(within);
        // Of all rules only this one asks for colours.
        if (colorScheme === 'dark') axe.withRules('color-contrast');
        const { violations } = await axe.analyze();
        const found = violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
        expect([what, viewport.width, colorScheme, found]).toEqual([what, viewport.width, colorScheme, []]);
      }
    await page.setViewportSize(NARROWEST);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect([what, width <= NARROWEST.width]).toEqual([what, true]);
    await page.setViewportSize(DESKTOP);
  }

  const LONG = 300_000;

  it(
    'axe finds nothing, light and dark, phone and desktop; it fits 320 pixels and loads no more script than it may',
    async () => {
      const page = await dashboard.signedIn({ path: '/health' });
      const scripts: Response[] = [];
      page.on('response', (response) => {
        if (response.request().resourceType() === 'script') scripts.push(response);
      });
      for (const [name, path] of pages) {
        scripts.length = 0;
        await page.goto(`${dashboard.url}/dashboard${path}`, { waitUntil: 'networkidle' });
        await look(page, name);
        const sizes = await Promise.all(scripts.map(async (script) => gzipSync(await script.body()).length));
        const total = sizes.reduce((sum, size) => sum + size, 0);
        expect([name, total, total > 100_000 && total <= MOST_SCRIPT]).toEqual([name, total, true]);
      }
      expect([page.faults.filter((fault) => !fault.includes('404')), page.foreign]).toEqual([[], []]);
    },
    LONG,
  );

  it(
    'nor with dialogs open, nor at the doors',
    async () => {
      const page = await dashboard.signedIn();
      for (const [name, path] of pages) {
        await page.goto(`${dashboard.url}/dashboard${path}`, { waitUntil: 'networkidle' });
        const buttons = page.locator('button:has(+ dialog)');
        for (let index = 0; index < Math.min(await buttons.count(), 4); index++) {
          await buttons.nth(index).click();
          await look(page, `${name}, dialog ${index + 1}`, 'dialog[open]');
          await page.keyboard.press('Escape');
        }
      }
      await page.keyboard.press('Control+k');
      await look(page, 'palette', 'dialog[open]');
      const nobody = await dashboard.open();
      for (const path of ['/login', '/register', '/register?invite=none']) {
        await nobody.goto(dashboard.url + path);
        await look(nobody, path);
      }
    },
    LONG,
  );

  it('between them they carried every id of the list', () => {
    expect(TEST_IDS.filter((id) => !seen.has(id))).toEqual([]);
  });
});
