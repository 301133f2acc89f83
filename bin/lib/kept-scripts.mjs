/** Released versions of the browser SDK, which merchants' pages pin by version and hash. */
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Stop } from './project.mjs';

/** This release and the two before it. */
const MAX_KEPT = 3;
const KEPT = /^checkout-(\d+\.\d+\.\d+)\.js$/;

/**
 * Writes `code` as the script of `version` into the folder and removes the oldest ones. Returns the remaining versions,
 * newest first.
 * @throws Stop if that version was released with another code
 */
export function keepScript({ folder, version, code }) {
  const file = path.join(folder, `checkout-${version}.js`);
  if (!KEPT.test(path.basename(file))) throw new Stop(`${version} is not a version of three numbers`);
  // Pages pin the hash, and browsers cache the bytes.
  if (existsSync(file) && readFileSync(file, 'utf8') !== code)
    throw new Stop(`${version} was released with another script: raise the version first`);
  writeFileSync(file, code);
  const versions = readdirSync(folder)
    .map((name) => KEPT.exec(name)?.[1])
    .filter(Boolean)
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  for (const old of versions.splice(MAX_KEPT)) rmSync(path.join(folder, `checkout-${old}.js`));
  return versions;
}
