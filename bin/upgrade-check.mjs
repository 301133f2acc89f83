/**
 * `npm run upgrade-check -- --from COMMIT`: builds COMMIT, then runs its processes and today's together on one database
 * under load, as a rolling upgrade does: the old ones first, then both, then the new ones alone. Afterwards every payment
 * has ended as its instrument says, charged once, and the books and the bank agree.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runHarness } from './lib/harness.mjs';
import { inRoot, Stop } from './lib/project.mjs';
import { runMain, step } from './lib/terminal.mjs';

const WITH_PACKAGES = ['.', 'api', 'sdk', 'sdk/web', 'web-checkout', 'web-dashboard'];
const { values } = parseArgs({ options: { from: { type: 'string' } } });

const git = (...words) => execFileSync('git', words, { cwd: inRoot(), encoding: 'utf8' }).trim();
const lockOf = (folder) => readFileSync(path.join(folder, 'package-lock.json'), 'utf8');

/** Checks the commit out and builds its API; returns its main.js. With the same lockfile today's packages are used. */
function buildOld(commit, folder) {
  const old = path.join(folder, 'old');
  git('worktree', 'add', '--detach', old, commit);
  if (lockOf(old) === lockOf(inRoot())) {
    for (const part of WITH_PACKAGES) {
      const packages = inRoot(part, 'node_modules');
      if (existsSync(packages)) symlinkSync(packages, path.join(old, part, 'node_modules'));
    }
  } else {
    execFileSync('npm', ['ci', '--ignore-scripts'], { cwd: old, stdio: 'ignore' });
  }
  const builds =
    "import('./bin/lib/builds.mjs').then(async ({ BUILDS }) => { await BUILDS.sdk.run(); await BUILDS.api.run(); })";
  execFileSync(process.execPath, ['-e', builds], { cwd: old, stdio: ['ignore', 'ignore', 'inherit'] });
  return path.join(old, 'api/dist/main.js');
}

runMain(() =>
  runHarness(async (programs, options) => {
    if (!values.from) throw new Stop('Name the version to upgrade from: npm run upgrade-check -- --from COMMIT');
    const commit = git('rev-parse', '--verify', `${values.from}^{commit}`);
    try {
      let main = '';
      await step(`Build of ${commit.slice(0, 7)}`, async () => (main = buildOld(commit, options.folder)) && 'built');
      const { runUpgrade } = await import(path.join(programs, 'upgrade/main.js'));
      return await runUpgrade({ ...options, oldMain: main });
    } finally {
      if (existsSync(path.join(options.folder, 'old')))
        git('worktree', 'remove', '--force', path.join(options.folder, 'old'));
    }
  }),
);
