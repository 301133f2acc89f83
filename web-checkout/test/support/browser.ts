import { afterEach } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, LaunchOptions, Page } from 'playwright-core';

/** From environment.mjs. */
const { chromium, selectors } = (globalThis as unknown as { playwright: typeof import('playwright-core') }).playwright;

selectors.setTestIdAttribute('data-test-id');

/** No update requests, no host but this one, and no sandbox, because only our pages are opened. */
const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'].concat(
  ['--disable-sync', '--no-first-run', '--disable-quic'],
  ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1'],
);

/** The browser that `npm test` found. */
export async function launchBrowser(): Promise<Browser> {
  const found = JSON.parse(process.env['TEST_CHROMIUM'] ?? '{}') as LaunchOptions;
  return chromium.launch({
    executablePath: found.executablePath,
    args: [...(found.args ?? []), ...QUIET],
    env: { ...process.env, ...found.env },
  });
}

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 800 };

/** A page left open would continue to poll and listen, and slow the next tests. */
const opened = new Set<BrowserContext>();
afterEach(async () => {
  await Promise.all([...opened].map((context) => context.close()));
  opened.clear();
});

/** Requests to other hosts, and errors that the page reported: both must stay empty. */
export interface Watched extends Page {
  foreign: string[];
  faults: string[];
}

/** Opens a page until the test ends; requests to other hosts than loopback fail and are recorded. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext({ locale: 'en-IN', viewport: DESKTOP, ...options });
  opened.add(context);
  const page = (await context.newPage()) as Watched;
  page.setDefaultTimeout(15_000);
  page.foreign = [];
  page.faults = [];
  // Recorded, not intercepted: interception would route every request through here and disable the browser's cache.
  context.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (/^(http|ws)s?:$/.test(protocol) && !['localhost', '127.0.0.1'].includes(hostname))
      page.foreign.push(request.url());
  });
  page.on('pageerror', (error) => page.faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') page.faults.push(`${message.text()} ${message.location().url}`);
  });
  return page;
}

/** What this page's style sheet shows after some seconds, it shows in a tenth of the time. */
export async function hasten(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Animation.enable');
  await session.send('Animation.setPlaybackRate', { playbackRate: 10 });
}
