/** Runs programs to their end and collects their output. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { Stop, inRoot, isWindows, root } from './project.mjs';

/** Never rejects: a program that cannot be started has code 127 and the reason in `output`. */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    const output = () => stripVTControlCharacters(Buffer.concat(chunks).toString()); // some programs colour their output even without a terminal
    child.on('error', (error) => resolve({ code: 127, output: `${output()}${error.message}` }));
    child.on('close', (code, signal) => resolve({ code: code ?? 1, signal, output: output() }));
  });
}

/** As `run`, but throws the program's output unless it succeeds. */
export async function mustRun(what, command, args, options) {
  const { code, output } = await run(command, args, options);
  if (options?.signal?.aborted) throw new Stop('interrupted');
  if (code !== 0) throw new Stop(`${what} failed (exit code ${code}):\n${output.trim()}`);
  return output;
}

export const node = (what, args, options) => mustRun(what, process.execPath, args, options);

/** The path of a script in an installed package. */
export const installed = (script) => inRoot('node_modules', script);

/** The npm that started this process, or the one on the PATH. */
export function npmCommand(args) {
  const cli = process.env.npm_execpath;
  if (cli && path.basename(cli) === 'npm-cli.js') return [process.execPath, [cli, ...args], {}];
  return [isWindows ? 'npm.cmd' : 'npm', args, { shell: isWindows }];
}
