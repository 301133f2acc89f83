import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type LaunchOptions,
  type Page,
  selectors,
} from 'playwright-core';

selectors.setTestIdAttribute('data-test-id');

/** It asks nobody outside for updates, and needs no sandbox of its own: only our pages are opened. */
const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'].concat(
  ['--disable-sync', '--no-first-run', '--disable-quic'],
);

/** The one that `npm test` found. */
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

/** Requests to other hosts, and faults the page reported: both must stay empty. */
export interface Watched extends Page {
  foreign: string[];
  faults: string[];
}

/** A page of its own in which anything but loopback is cut off and noted. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext({ locale: 'en-IN', viewport: DESKTOP, ...options });
  const page = (await context.newPage()) as Watched;
  page.setDefaultTimeout(15_000);
  page.foreign = [];
  page.faults = [];
  await context.route(
    (url) => !['localhost', '127.0.0.1'].includes(url.hostname),
    (route) => {
      page.foreign.push(route.request().url());
      return route.abort();
    },
  );
  page.on('pageerror', (error) => page.faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') page.faults.push(`${message.text()} ${message.location().url}`);
  });
  return page;
}
