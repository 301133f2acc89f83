import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { Gateway } from '../../api/test/support/gateway.js';
import { freePort } from '../../api/test/support/processes.js';
import { violatedRules } from '../../web-checkout/test/support/accessibility.js';
import { launchBrowser, openPage } from '../../web-checkout/test/support/browser.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** How a sample is run: its text is the last argument, or the input. */
const RUNNERS = {
  curl: ['bash', '-c'],
  node: ['node', '--input-type=module', '-e'],
  python: ['python3', '-c'],
  php: ['php'],
} as const;
type Language = keyof typeof RUNNERS;

describe('/reference', () => {
  let gateway: Gateway;
  let browser: Browser;
  let url: string;
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false });
    const port = String(await freePort());
    url = `http://localhost:${port}`;
    await gateway.startServer({ PORT: port, PUBLIC_API_URL: url });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await gateway.stop();
  });

  it('has every operation, calls no other host, and needs no script', async () => {
    const page = await openPage(browser, { javaScriptEnabled: false });
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(`${url}/reference`, { waitUntil: 'networkidle' });
    const [first, ...others] = requests;
    expect(first).toBe(`${url}/reference`);
    expect(others.sort()).toEqual(['Geist-Variable', 'GeistMono-Variable'].map((font) => `${url}/fonts/${font}.woff2`));
    expect(page.foreign).toEqual([]);
    const { paths } = (await (await fetch(`${url}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { operationId: string }>>;
    };
    const ids = Object.values(paths).flatMap((one) => Object.values(one).map(({ operationId }) => operationId));
    expect(ids.length).toBeGreaterThan(90);
    const shown = await page.locator('main article h3[id]').evaluateAll((all) => all.map(({ id }) => id));
    expect(ids.filter((id) => !shown.includes(id))).toEqual([]);
    const targets = await page
      .locator('a[href^="#"]')
      .evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    const missing = new Set<string | null>();
    for (const target of new Set(targets))
      if ((await page.locator(`[id="${target?.slice(1)}"]`).count()) !== 1) missing.add(target);
    expect([...missing]).toEqual([]);
    const reason = page.locator('[id="error-amount_too_small"]');
    expect(await reason.textContent()).toBe('amount_too_small');
    expect(await reason.locator('+ dd').textContent()).toMatch(/below the currency's minimum\. What to do: /);
    await page.getByRole('radio', { name: 'Python' }).focus();
    await page.keyboard.press('Space');
    const samples = page.locator('article:has(#orders_create) pre[data-language]');
    expect(await samples.filter({ visible: true }).count()).toBe(1);
    await samples.filter({ visible: true, hasText: 'urllib.request' }).waitFor();
  });

  it('is in the type of the web apps, copies a sample, and folds its contents on a phone', async () => {
    const page = await openPage(browser, { viewport: { width: 375, height: 800 } });
    await page.goto(`${url}/reference`, { waitUntil: 'networkidle' });
    expect(await page.evaluate(() => document.fonts.check('14px Geist') && document.fonts.size)).toBe(2);
    const contents = page.getByRole('navigation', { name: 'Contents' });
    expect(await contents.isVisible()).toBe(false);
    await page.getByRole('checkbox', { name: 'Show the contents' }).check();
    await contents.waitFor();
    await page.evaluate(() => {
      navigator.clipboard.writeText = (text) => Promise.resolve(void (document.body.dataset['copied'] = text));
    });
    const sample = page.locator('article:has(#orders_create) .sample').first();
    await sample.getByRole('button', { name: 'Copy' }).click();
    await sample.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate(() => document.body.dataset['copied'])).toBe(await sample.locator('pre').textContent());
    expect(page.faults).toEqual([]);
  });

  it('axe finds nothing, in light and dark, and it fits a phone', async () => {
    const page = await openPage(browser);
    await page.goto(`${url}/reference`);
    // All articles come from the same two templates: axe takes minutes for all of them.
    await page.evaluate(() => {
      for (const [index, article] of document.querySelectorAll('article').entries())
        if (index % 15 > 0) article.remove();
    });
    expect(await violatedRules(page)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    for (const path of ['/docs', '/openapi.yaml']) {
      await page.locator(`header a[href="${path}"]`).waitFor();
      expect((await fetch(url + path)).status).toBe(200);
    }
  }, 120_000);

  it.each(Object.keys(RUNNERS) as Language[])('its sample of an order in %s creates one', async (language) => {
    const page = await openPage(browser);
    await page.goto(`${url}/reference`);
    const sample = page.locator(`article:has(#orders_create) pre[data-language=${language}]`);
    const text = (await sample.textContent()) ?? '';
    const [program, ...options] = RUNNERS[language];
    const env = { ...process.env, API_KEY: 'key_test_abc123', API_SECRET: 'secret_test_xyz789' };
    const given = program === 'php' ? { input: text } : {};
    const run = spawnSync(program, program === 'php' ? options : [...options, text], { cwd: ROOT, env, ...given });
    if (run.error) return void console.log(`Skipped: ${program} is not installed`);
    expect(run.stderr.toString()).not.toMatch(/error/i);
    const id = /order_[A-Za-z0-9]{16}/.exec(run.stdout.toString())?.[0] ?? '';
    const { json } = await gateway.api.get(`/api/v1/orders/${id}`);
    expect([json.amount, json.receipt, json.notes]).toEqual([50_000, 'receipt_123', { customer: 'Asha' }]);
  });
});
