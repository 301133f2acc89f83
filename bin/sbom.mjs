/**
 * `npm run sbom`: writes sbom.cdx.json, every package that may run in the images, as CycloneDX by `npm sbom` from the
 * lock file: name, version, licence and hash of each; those of other platforms are optional. Needs neither a network nor
 * node_modules. `npm run sbom -- FILE` writes another file. What the base images bring is not in it: a scanner of images
 * finds that.
 */
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { mustRun, npmCommand } from './lib/command.mjs';
import { Stop, inRoot, requireNode, root, shown } from './lib/project.mjs';
import { complain, say } from './lib/terminal.mjs';

const ARGUMENTS = [
  'sbom',
  '--package-lock-only',
  '--sbom-format=cyclonedx',
  '--sbom-type=application',
  '--loglevel=error',
];
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));
const withoutDev = (manifest) => ({ ...manifest, devDependencies: undefined });

/**
 * The manifests and the lock file without what only development needs. Not by `npm sbom --omit=dev`: that leaves out
 * whatever any package has among its devDependencies, also if another one needs it to run.
 */
function copyWithoutDevelopment(folder) {
  const lock = readJson(inRoot('package-lock.json'));
  const kept = Object.entries(lock.packages).filter(([, { dev }]) => !dev);
  lock.packages = Object.fromEntries(kept.map(([place, one]) => [place, withoutDev(one)]));
  writeFileSync(path.join(folder, 'package-lock.json'), JSON.stringify(lock));
  for (const workspace of ['.', ...readJson(inRoot('package.json')).workspaces]) {
    mkdirSync(path.join(folder, workspace), { recursive: true });
    const manifest = withoutDev(readJson(inRoot(workspace, 'package.json')));
    writeFileSync(path.join(folder, workspace, 'package.json'), JSON.stringify(manifest));
  }
}

async function sbom() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'payment-gateway-sbom-'));
  try {
    copyWithoutDevelopment(folder);
    const [command, args, options] = npmCommand(ARGUMENTS);
    return JSON.parse(await mustRun('npm sbom', command, args, { ...options, cwd: folder }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function main() {
  requireNode();
  const file = path.resolve(process.argv[2] ?? path.join(root, 'sbom.cdx.json'));
  const document = await sbom();
  const { bomFormat, components, metadata } = document;
  if (bomFormat !== 'CycloneDX' || !components?.length) throw new Stop('npm sbom printed no CycloneDX document.');
  // npm names packages of ours by their folder, which is called as somebody has called it.
  for (const one of [metadata.component, ...components]) one.name = one['bom-ref'].replace(/@[^@]*$/, '');
  // In one step: whoever reads it sees the last one or this one.
  writeFileSync(`${file}.new`, `${JSON.stringify(document, null, 2)}\n`);
  renameSync(`${file}.new`, file);
  say(`${shown(file)}: ${components.length} packages`);
}

main().catch((error) => (complain(error), process.exit(1)));
