/** Other versions of Node, as npm packages: no installer and no account is needed. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { mustRun, npmCommand } from './command.mjs';
import { Stop, inRoot, isWindows } from './project.mjs';

/** One of the packages that the npm package `node` chooses from. */
const isNewMac = process.platform === 'darwin' && process.arch === 'arm64';
const NAME = `${isNewMac ? 'node-bin' : 'node'}-${isWindows ? 'win' : process.platform}-${process.arch}`;

/** Installs a version such as `24` or `20.19.6` to `.data/node/`, and returns its program. */
export async function installNode(version) {
  if (!/^\d+(\.\d+){0,2}$/.test(version)) throw new Stop(`${version} is not a version of Node, such as 24 or 20.19.6.`);
  const folder = inRoot('.data/node', version);
  const program = path.join(folder, 'node_modules', NAME, 'bin', isWindows ? 'node.exe' : 'node');
  if (existsSync(program)) return program;
  const words = ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  const [command, args, options] = npmCommand([...words, `${NAME}@${version}`]);
  await mustRun(`npm install ${NAME}@${version}`, command, args, options);
  return program;
}
