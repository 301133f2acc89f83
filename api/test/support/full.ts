import { it } from '@jest/globals';

/** `npm run test:full` runs: every variant of a promise, and not only one of each kind. */
export const FULL = Boolean(process.env['TEST_FULL']);

/** The variants that every run has, and with `npm run test:full` those that differ from them only in degree. */
export function variants<const Variant>(kept: readonly Variant[], more: readonly Variant[]): readonly Variant[] {
  return FULL ? [...kept, ...more] : kept;
}

/** A test that is for `npm run test:full` only, because another one keeps its promise in every run. */
export function inFull(title: string, run: () => Promise<void>): void {
  if (FULL) it(title, run);
}
