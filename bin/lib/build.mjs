/** Builds the parts whose sources have changed. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BUILDS, filesBelow } from './builds.mjs';
import { inRoot, root } from './project.mjs';

/** Inputs of every build. */
const SHARED = ['package.json', 'package-lock.json', 'tsconfig.base.json'];

const stampOf = ({ output }) => inRoot(output, '.built-from');

/** A hash of the names and contents of all inputs. A copy of the project, with its builds, is up to date. */
function fingerprint({ from, except, shares = [], settings, after = [] }) {
  const hash = createHash('sha256');
  const sources = [from, ...shares]
    .flatMap((folder) => filesBelow(inRoot(folder)))
    .filter((file) => !except || !file.startsWith(inRoot(except)));
  for (const file of [...sources.sort(), ...[...SHARED, ...settings].map((name) => inRoot(name))]) {
    const content = readFileSync(file);
    hash.update(`${path.relative(root, file)}\n${content.length}\n`).update(content);
  }
  for (const name of after) hash.update(readFileSync(stampOf(BUILDS[name])));
  return hash.digest('hex');
}

async function buildOne(build, signal) {
  const stamp = stampOf(build);
  const wanted = fingerprint(build);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return false;
  rmSync(stamp, { force: true });
  await build.run(signal);
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
  return true;
}

/** Builds these parts, or all, if they are out of date, each after the parts that it needs. */
export async function buildIfStale(signal, names = Object.keys(BUILDS)) {
  const begun = {};
  const begin = (name) =>
    (begun[name] ??= Promise.all((BUILDS[name].after ?? []).map(begin)).then(() => buildOne(BUILDS[name], signal)));
  const built = await Promise.all(names.map(begin));
  return built.some(Boolean) ? 'built' : 'up to date';
}
