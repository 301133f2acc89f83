import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { Gateway } from '../../api/test/support/gateway.js';
import { freePort } from '../../api/test/support/processes.js';
import { violatedRules } from '../../web-checkout/test/support/accessibility.js';
import { launchBrowser, openPage, PHONE } from '../../web-checkout/test/support/browser.js';

/** Of Swagger UI itself: its headings, its buttons within buttons, its parts outside of landmarks, its scrolling samples. */
const KNOWN = ['heading-order', 'nested-interactive', 'region', 'scrollable-region-focusable'];

describe('/docs, which Swagger UI draws', () => {
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

  const opened = async (viewport: typeof PHONE) => {
    const page = await openPage(browser, { viewport });
    await page.goto(`${url}/docs`);
    await page.click('.opblock-post .opblock-summary-control');
    await page.waitForSelector('.body-param__text');
    return page;
  };

  it('has enough contrast, and a name for every field, in light and dark', async () => {
    const page = await opened({ width: 1440, height: 900 });
    expect((await violatedRules(page)).filter((rule) => !KNOWN.includes(rule))).toEqual([]);
  });

  it('is in the order of a merchant’s tasks, and an operation works at once with the test key', async () => {
    const page = await opened({ width: 1440, height: 900 });
    const tags = await page
      .locator('.opblock-tag')
      .evaluateAll((all) => all.map((tag) => tag.getAttribute('data-tag')));
    expect(tags.slice(0, 3)).toEqual(['Orders', 'Payments', 'Refunds']);
    await page.click('.opblock-post .btn.execute');
    await page.waitForSelector('.live-responses-table .response-col_status');
    expect(await page.locator('.live-responses-table tbody .response-col_status').first().innerText()).toContain('201');
  });

  it('does not scroll sideways on a phone', async () => {
    const page = await opened(PHONE);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width);
  });
});
