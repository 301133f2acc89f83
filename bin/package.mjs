/**
 * `npm run package`: makes payment-gateway-<version>.tgz, which `npx` runs without a build: the API, both web apps, the SDK
 * and the files of their packages that are loaded. Native programs are packages of their own, so that one file serves every
 * platform. `--to FOLDER` writes it elsewhere.
 */
import { mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfStale } from './lib/build.mjs';
import { mustRun, npmCommand } from './lib/command.mjs';
import { installWithTools } from './lib/install.mjs';
import { stagePackage } from './lib/package-files.mjs';
import { dataFolder, inRoot, requireNode, shown } from './lib/project.mjs';
import { runMain, say, step } from './lib/terminal.mjs';

const STAGE = path.join(dataFolder, 'package');

runMain(async () => {
  requireNode();
  const { values } = parseArgs({ options: { to: { type: 'string', default: inRoot() } } });
  await step('Packages', () => installWithTools());
  await step('Build', () => buildIfStale());
  await step('Files', () => stagePackage(STAGE));
  await step('Package', async () => {
    mkdirSync(values.to, { recursive: true });
    const [command, args, options] = npmCommand(['pack', STAGE, '--pack-destination', values.to, '--json']);
    const [{ filename }] = JSON.parse(await mustRun('npm pack', command, args, options));
    const file = path.join(values.to, filename);
    rmSync(STAGE, { recursive: true, force: true });
    return `${shown(file)}, ${Math.round(statSync(file).size / 1e6)} MB`;
  });
  say('\nStart it in any folder: npx ./payment-gateway-<version>.tgz');
});
