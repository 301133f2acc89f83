import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from '@jest/globals';
import type { default as Axe, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { DESKTOP, PHONE } from './browser.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const NARROWEST = { width: 320, height: 640 };
/** Only violations are returned: describing what passed would take most of the time. */
const WHOLE: RunOptions = { resultTypes: ['violations'], preload: false };
/** The only rule that depends on colours. */
const COLOURS: RunOptions = { ...WHOLE, runOnly: ['color-contrast'] };

type Look = [viewport: typeof PHONE, colorScheme: 'light' | 'dark', options: RunOptions];
/** Every rule on both screens, and the colours of each in its other scheme. */
const ALL: Look[] = [
  [PHONE, 'light', WHOLE],
  [DESKTOP, 'dark', WHOLE],
  [PHONE, 'dark', COLOURS],
  [DESKTOP, 'light', COLOURS],
];

/**
 * Expects that axe finds nothing on the page, phone and desktop, light and dark, and that nothing is wider than the
 * narrowest screen. `within` is a selector: only that part is checked.
 */
export async function expectAccessible(page: Page, what: string, within?: string): Promise<void> {
  const before = page.viewportSize() ?? PHONE;
  for (const [viewport, colorScheme, options] of looksAt(within)) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const found = await violations(page, options, within);
    expect([what, viewport.width, colorScheme, found]).toEqual([what, viewport.width, colorScheme, []]);
  }
  await page.setViewportSize(NARROWEST);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect([what, width <= NARROWEST.width]).toEqual([what, true]);
  await page.setViewportSize(before);
}

/** A part of a page that was checked as a whole is checked once, since its colours come from the same tokens. */
const looksAt = (within?: string): Look[] => (within ? ALL.slice(0, 1) : ALL);

/** The rules that a page violates, which is not ours to mend, on that screen in light and dark. */
export async function violatedRules(page: Page): Promise<string[]> {
  const rules = new Set<string>();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const [rule] of await violations(page, WHOLE)) rules.add(rule);
  }
  return [...rules].sort();
}

/** Runs axe in the page itself, where it is loaded once: its driver for Playwright opens another page for every run. */
async function violations(page: Page, options: RunOptions, within?: string): Promise<[rule: string, html: string[]][]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  const result = await page.evaluate(
    ([selector, given]) => (globalThis as unknown as { axe: typeof Axe }).axe.run(selector ?? document, given),
    [within, options] as const,
  );
  return result.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
}
