/**
 * Tools that tests of the documents use and the product does not: newman, Spectral, generators of clients. CI installs
 * them, each at one version; elsewhere their tests are skipped until `npm ci --prefix bin/ci-tools --ignore-scripts`.
 */
import { existsSync } from 'node:fs';
import { inRoot } from './project.mjs';

export const HOW_TO_INSTALL = 'npm ci --prefix bin/ci-tools --ignore-scripts';

/** Their node_modules, once complete; else undefined. */
export function ciTools() {
  const folder = inRoot('bin/ci-tools/node_modules');
  return existsSync(`${folder}/.package-lock.json`) ? folder : undefined; // npm writes this list last
}
