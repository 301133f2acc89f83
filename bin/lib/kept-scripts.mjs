/** The browser SDK of past releases, which merchants' pages pin by version and hash. */
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Stop } from './project.mjs';

/** The release itself and two before it. */
const MOST = 3;
const KEPT = /^checkout-(\d+\.\d+\.\d+)\.js$/;

/**
 * Writes `code` as the script of `version` into the folder and removes the oldest. Returns the versions that are kept, the
 * newest first.
 * @throws Stop if that version was released with another code
 */
export function keepScript({ folder, version, code }) {
  const file = path.join(folder, `checkout-${version}.js`);
  if (!KEPT.test(path.basename(file))) throw new Stop(`${version} is not a version of three numbers`);
  // Pages hold its hash and browsers hold its bytes.
  if (existsSync(file) && readFileSync(file, 'utf8') !== code)
    throw new Stop(`${version} was released with another script: raise the version first`);
  writeFileSync(file, code);
  const versions = readdirSync(folder)
    .map((name) => KEPT.exec(name)?.[1])
    .filter(Boolean)
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  for (const old of versions.splice(MOST)) rmSync(path.join(folder, `checkout-${old}.js`));
  return versions;
}
