/** Where things are, and what every command needs to know before it does anything. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const inRoot = (...parts) => path.join(root, ...parts);
const usualFolder = inRoot('.data');
/** Everything that lasts. GATEWAY_DATA_FOLDER, of the shell alone, is for a gateway beside the usual one. */
export const dataFolder = path.resolve(process.env.GATEWAY_DATA_FOLDER || usualFolder);
/** Tells gateways of one machine apart. */
export const installation = dataFolder === usualFolder ? root : dataFolder;
export const isWindows = process.platform === 'win32';

/** Short for people: below the checkout as a relative path, anywhere else in full. */
export function shown(file) {
  const relative = path.relative(root, file);
  return relative.startsWith('..') || path.isAbsolute(relative) ? file : relative;
}

/** A failure whose message says all there is to say: it is printed without a stack. */
export class Stop extends Error {}

/** Fails with the words unless it is true. */
export function expect(truth, words) {
  if (!truth) throw new Stop(words);
}

export function requireNode(major = 20, minor = 19) {
  const [have = 0, haveMinor = 0] = process.versions.node.split('.').map(Number);
  if (have > major || (have === major && haveMinor >= minor)) return;
  throw new Stop(`Node ${major}.${minor} or newer is needed; this is ${process.versions.node}.`);
}

/** Reads `.env` when it is there. What the shell has set already wins. */
export function loadEnvironment() {
  if (existsSync(inRoot('.env'))) process.loadEnvFile(inRoot('.env'));
}

/** Loads one of the API's own dependencies; only after the install step, hence not an import. */
export const fromApi = (name) => createRequire(inRoot('api/package.json'))(name);
