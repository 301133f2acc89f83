/**
 * `npm start`: installs, builds and starts the whole gateway, from a fresh clone to a running API. `--empty`: without the
 * demo data. `--verbose`: with the processes' output.
 */
import { buildIfStale } from './lib/build.mjs';
import { installIfNeeded } from './lib/install.mjs';
import { launch } from './lib/launcher.mjs';
import { runMain } from './lib/terminal.mjs';

runMain(() =>
  launch({
    prepare: [
      ['Packages', installIfNeeded],
      ['Build', buildIfStale],
    ],
    isEmpty: process.argv.includes('--empty'),
    verbose: process.argv.includes('--verbose'),
    withPort: (variable, port) => `${variable}=${port} npm start`,
  }),
);
