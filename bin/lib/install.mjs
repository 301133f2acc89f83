/** Installs packages if the lock file is newer than node_modules, or if development packages are needed and missing. */
import { existsSync, readFileSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { mustRun, npmCommand, run } from './command.mjs';
import { inRoot } from './project.mjs';

/** npm writes this list last. */
const listIn = (folder) => path.join(folder, 'node_modules/.package-lock.json');

/** Whether the packages of a folder are complete, and not older than its lock file. */
export function isCurrent(folder) {
  const list = listIn(folder);
  return existsSync(list) && statSync(list).mtimeMs >= statSync(path.join(folder, 'package-lock.json')).mtimeMs;
}

/** The root's `dependencies` build and start the gateway; its `devDependencies` are the tools of the tests and checks. */
function hasTools() {
  const { devDependencies } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  return Object.keys(devDependencies).every((name) => existsSync(inRoot('node_modules', name)));
}

/** For a build or a start. Tools that are installed already are kept and updated. */
export const installIfNeeded = (signal) => installPackages(signal, hasTools());

/** For tests and checks. */
export const installWithTools = (signal) => installPackages(signal, true);

async function installPackages(signal, tools) {
  if (isCurrent(inRoot()) && (!tools || hasTools())) return 'up to date';
  const isFresh = !existsSync(listIn(inRoot()));
  if (!isFresh || !(await cleanInstall(signal, tools))) await install(signal, tools);
  const now = new Date();
  utimesSync(listIn(inRoot()), now, now); // npm does not touch the file if nothing changed
  return tools ? 'installed' : 'installed, without the tools of the tests';
}

/** Independent of NODE_ENV. */
function npm(tools, ...words) {
  const [command, args, options] = npmCommand(
    words.concat([tools ? '--include=dev' : '--omit=dev', '--include=optional', '--no-audit', '--no-fund']),
  );
  return [command, [...args, '--loglevel=error'], options];
}

/** `npm ci` fails if the lock file was created without access to the packages of other platforms. */
async function cleanInstall(signal, tools) {
  const [command, args, options] = npm(tools, 'ci');
  const { code } = await run(command, args, { ...options, signal });
  return code === 0;
}

/** Installs the same versions; with --no-save nothing in the checkout changes. */
async function install(signal, tools) {
  const [command, args, options] = npm(tools, 'install', '--no-save');
  await mustRun('npm install', command, args, { ...options, signal });
}
