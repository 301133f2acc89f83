/**
 * `npm run sbom`: writes sbom.cdx.json, a CycloneDX list by `npm sbom` of every package in the lock file that may run in
 * the images: name, version, licence and hash; packages of other platforms are optional. Needs neither a network nor
 * node_modules. `npm run sbom -- FILE` writes another file. The contents of the base images are not included: use an
 * image scanner for them.
 */
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { mustRun, npmCommand } from './lib/command.mjs';
import { Stop, inRoot, requireNode, root, shown } from './lib/project.mjs';
import { runMain, say } from './lib/terminal.mjs';

const ARGUMENTS = [
  'sbom',
  '--package-lock-only',
  '--sbom-format=cyclonedx',
  '--sbom-type=application',
  '--loglevel=error',
];
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));
/** The root's dependencies are the tools of the build. */
const delivered = (manifest, workspace) => ({
  ...manifest,
  devDependencies: undefined,
  ...(workspace === '.' && { dependencies: undefined }),
});

/**
 * Copies the manifests and the lock file without development dependencies and tools of the build. `npm sbom --omit=dev` would also omit packages
 * that are devDependencies of one package and dependencies of another.
 */
function copyWithoutDevelopment(folder) {
  const lock = readJson(inRoot('package-lock.json'));
  const kept = Object.entries(lock.packages).filter(([, { dev }]) => !dev);
  lock.packages = Object.fromEntries(kept.map(([place, one]) => [place, delivered(one, place || '.')]));
  writeFileSync(path.join(folder, 'package-lock.json'), JSON.stringify(lock));
  for (const workspace of ['.', ...readJson(inRoot('package.json')).workspaces]) {
    mkdirSync(path.join(folder, workspace), { recursive: true });
    const manifest = delivered(readJson(inRoot(workspace, 'package.json')), workspace);
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
  // npm names our own packages after their folder, whose name may be anything.
  for (const one of [metadata.component, ...components]) one.name = one['bom-ref'].replace(/@[^@]*$/, '');
  // Renamed in one step, so that readers see the previous file or this one.
  writeFileSync(`${file}.new`, `${JSON.stringify(document, null, 2)}\n`);
  renameSync(`${file}.new`, file);
  say(`${shown(file)}: ${components.length} packages`);
}

runMain(main);
