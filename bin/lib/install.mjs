/** Installs packages if the lock file is newer than node_modules. */
import { existsSync, statSync, utimesSync } from 'node:fs';
import { mustRun, npmCommand, run } from './command.mjs';
import { inRoot } from './project.mjs';

const LOCK = inRoot('package-lock.json');
const INSTALLED = inRoot('node_modules/.package-lock.json');

function isInstalled() {
  return existsSync(INSTALLED) && statSync(INSTALLED).mtimeMs >= statSync(LOCK).mtimeMs;
}

export async function installIfNeeded(signal) {
  if (isInstalled()) return 'up to date';
  if (existsSync(INSTALLED) || !(await cleanInstall(signal))) await install(signal);
  const now = new Date();
  utimesSync(INSTALLED, now, now); // npm does not touch the file if nothing changed
  return 'installed';
}

// The build needs development packages, whatever NODE_ENV is.
function npm(...words) {
  const [command, args, options] = npmCommand(
    words.concat(['--include=dev', '--include=optional', '--no-audit', '--no-fund']),
  );
  return [command, [...args, '--loglevel=error'], options];
}

/** `npm ci` fails if the lock file was created without access to the packages of other platforms. */
async function cleanInstall(signal) {
  const [command, args, options] = npm('ci');
  const { code } = await run(command, args, { ...options, signal });
  return code === 0;
}

/** Installs the same versions; with --no-save nothing in the checkout changes. */
async function install(signal) {
  const [command, args, options] = npm('install', '--no-save');
  await mustRun('npm install', command, args, { ...options, signal });
}
