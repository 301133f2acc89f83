import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Dashboard } from './support/dashboard.js';

const PACKAGES = fileURLToPath(new URL('../../node_modules', import.meta.url));

describe('the integration guide', () => {
  let dashboard: Dashboard;
  /** From here the samples find their packages. */
  let folder: string;
  beforeAll(async () => {
    dashboard = await Dashboard.start();
    folder = mkdtempSync(path.join(PACKAGES, '.samples-'));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await dashboard.stop();
  });

  it.each([
    ['Node SDK', 'node', /^order_\w{16}$/],
    ['Razorpay client', 'razorpay', /^order_\w{16}$/],
    ['Stripe client', 'stripe', /^http.+\border_\w{16}/],
  ])('the sample of the %s creates an order with the user’s own key, as it is', async (tab, name, printed) => {
    const page = await dashboard.signedIn({ path: '/dashboard/docs' });
    const section = page.getByTestId('section-create-order');
    await section.getByRole('link', { name: tab }).click();
    await section.locator('a[aria-current]', { hasText: tab }).waitFor();
    const file = path.join(folder, `${name}.mjs`);
    writeFileSync(file, (await page.getByTestId('code-snippet-create-order').textContent()) ?? '');
    const { stdout } = await promisify(execFile)(process.execPath, [file]);
    expect(stdout.trim()).toMatch(printed);
    expect(page.faults).toEqual([]);
  });

  it('code is coloured without scripts, and the table of contents leads to each section', async () => {
    const page = await dashboard.signedIn({ path: '/dashboard/docs', javaScriptEnabled: false });
    expect(await page.locator('pre .hljs-string').count()).toBeGreaterThan(3);
    const links = page.getByRole('navigation', { name: 'On this page' }).getByRole('link');
    const targets = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    expect(targets).toHaveLength(5);
    for (const target of targets) expect([target, await page.locator(String(target)).count()]).toEqual([target, 1]);
    await page.getByTestId('section-webhook-verification').getByRole('link', { name: 'Stripe client' }).click();
    await page.waitForURL('**/docs?code=stripe#webhook');
    expect(await page.getByTestId('code-snippet-webhook').textContent()).toContain("headers['stripe-signature']");
    expect(await page.getByTestId('code-snippet-sdk').textContent()).toContain('/checkout.js');
  });
});
