/** node_modules follows the lock file. */
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
  utimesSync(INSTALLED, now, now); // npm leaves it untouched when there was nothing to change
  return 'installed';
}

// Building needs the development packages, whatever NODE_ENV says about the run.
function npm(...words) {
  const [command, args, options] = npmCommand(
    words.concat(['--include=dev', '--include=optional', '--no-audit', '--no-fund']),
  );
  return [command, [...args, '--loglevel=error'], options];
}

/** `npm ci` is strict: it refuses a lock file that was made where the packages of other platforms were out of reach. */
async function cleanInstall(signal) {
  const [command, args, options] = npm('ci');
  const { code } = await run(command, args, { ...options, signal });
  return code === 0;
}

/** The same versions, and without --save nothing in the checkout changes. */
async function install(signal) {
  const [command, args, options] = npm('install', '--no-save');
  await mustRun('npm install', command, args, { ...options, signal });
}
