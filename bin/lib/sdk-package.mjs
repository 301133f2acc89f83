/**
 * Lints the SDK as npm would publish it: publint for its files, and "are the types wrong" for how each kind of project
 * resolves each entry.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { HOW_TO_INSTALL, installCiTools } from './ci-tools.mjs';
import { mustRun, npmCommand, run } from './command.mjs';
import { inRoot } from './project.mjs';

/** A page loads the first by its address, and the second is for ES modules on servers only. */
const EXCLUDED = ['payment-gateway.js', 'script'];
const PUBLINT = ['publint/src/cli.js', 'run'];
/** The profile leaves out node10, which TypeScript 6 has deprecated. */
const TYPES = ['@arethetypeswrong/cli/dist/index.js', '--profile', 'node16', '--no-emoji', '--no-color'];

export async function sdkPackageComplaints(folder = inRoot('sdk')) {
  const tools = await installCiTools();
  if (!tools) return { note: `not checked: publint and attw are not installed (${HOW_TO_INSTALL})` };
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'payment-gateway-sdk-'));
  try {
    const [command, args, options] = npmCommand(['pack', folder, '--pack-destination', scratch, '--json']);
    const [{ filename }] = JSON.parse(await mustRun('npm pack', command, args, options));
    const tarball = path.join(scratch, filename);
    const results = await Promise.all([
      run(process.execPath, [path.join(tools, PUBLINT[0]), PUBLINT[1], tarball, '--strict']),
      run(process.execPath, [
        path.join(tools, TYPES[0]),
        tarball,
        ...TYPES.slice(1),
        '--exclude-entrypoints',
        ...EXCLUDED,
      ]),
    ]);
    return results.map(({ code, output }) => (code === 0 ? '' : output)).join('');
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
