/**
 * `npm run sbom`: writes sbom.cdx.json, every package that may run in the images, as CycloneDX by `npm sbom` from the
 * lock file: name, version, licence and hash of each, those of other platforms as optional. Needs neither a network nor
 * node_modules. `npm run sbom -- FILE` writes another file. What the base images bring is not in it: a scanner of images
 * finds that.
 */
import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { mustRun, npmCommand } from './lib/command.mjs';
import { Stop, requireNode, root, shown } from './lib/project.mjs';
import { complain, say } from './lib/terminal.mjs';

const ARGUMENTS = ['sbom', '--package-lock-only', '--omit=dev', '--sbom-format=cyclonedx'];

async function main() {
  requireNode();
  const file = path.resolve(process.argv[2] ?? path.join(root, 'sbom.cdx.json'));
  const [command, args] = npmCommand([...ARGUMENTS, '--sbom-type=application', '--loglevel=error']);
  const text = await mustRun('npm sbom', command, args, { cwd: root });
  const document = JSON.parse(text);
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
