/** Paths of the project, and functions that every command needs. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const inRoot = (...parts) => path.join(root, ...parts);
const usualFolder = inRoot('.data');
/** All persistent data. GATEWAY_DATA_FOLDER (shell only, not .env) is for a second gateway. */
export const dataFolder = path.resolve(process.env.GATEWAY_DATA_FOLDER || usualFolder);
/** Distinguishes gateways on the same machine. */
export const installation = dataFolder === usualFolder ? root : dataFolder;
export const isWindows = process.platform === 'win32';

/** A path for messages: relative inside the current folder, else absolute. */
export function shown(file) {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith('..') || path.isAbsolute(relative) ? file : relative;
}

/** An error whose message is sufficient: it is printed without a stack. */
export class Stop extends Error {}

/** Throws with the message unless the condition holds. */
export function expect(condition, message) {
  if (!condition) throw new Stop(message);
}

export function requireNode(major = 20, minor = 19) {
  const [have = 0, haveMinor = 0] = process.versions.node.split('.').map(Number);
  if (have > major || (have === major && haveMinor >= minor)) return;
  throw new Stop(`Node ${major}.${minor} or newer is needed; this is ${process.versions.node}.`);
}

/** Reads `.env` if it exists. Variables of the shell take precedence. */
export function loadEnvironment() {
  if (existsSync(inRoot('.env'))) process.loadEnvFile(inRoot('.env'));
}

/** Loads a dependency of the API. Not an import, since packages may be installed only after this file is loaded. */
export const fromApi = (name) => createRequire(inRoot('api/package.json'))(name);
