/** api/dist follows api/src. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { installed, node } from './command.mjs';
import { inRoot } from './project.mjs';

const SOURCE = inRoot('api/src');
const OUTPUT = inRoot('api/dist');
const STAMP = path.join(OUTPUT, '.built-from');
const SETTINGS = [
  'nest-cli.json',
  'tsconfig.base.json',
  'api/tsconfig.json',
  'api/tsconfig.build.json',
  'package-lock.json',
];

const filesBelow = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.join(entry.parentPath, entry.name))
    : [];

/** Names, sizes and times of all that goes in: an edited, added or deleted file changes it. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const file of [...filesBelow(SOURCE).sort(), ...SETTINGS.map((name) => inRoot(name))]) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file}\n${size}\n${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** The compiler leaves the output of deleted files behind, and a deleted migration would still run. */
function removeOrphans() {
  for (const file of filesBelow(OUTPUT)) {
    const compiled = /^(.*?)(\.js|\.js\.map|\.d\.ts)$/.exec(path.relative(OUTPUT, file))?.[1];
    if (compiled && !existsSync(path.join(SOURCE, `${compiled}.ts`))) rmSync(file);
  }
}

export async function buildIfStale(signal) {
  const wanted = fingerprint();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return 'up to date';
  rmSync(STAMP, { force: true });
  await node('The build', [installed('@nestjs/cli/bin/nest.js'), 'build'], { signal });
  removeOrphans();
  writeFileSync(STAMP, wanted);
  return 'built';
}
