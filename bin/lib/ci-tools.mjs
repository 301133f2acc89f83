/**
 * Tools that tests of the documents and packages use and the product does not: newman, Spectral, generators of clients.
 * `npm test`, `npm run check` and `npm run package` install them on first use, each at one version. If that fails, for
 * example without a network, what needs them is skipped by name.
 */
import { npmCommand, run } from './command.mjs';
import { isCurrent } from './install.mjs';
import { inRoot } from './project.mjs';

const FOLDER = inRoot('bin/ci-tools');
const TIMEOUT_MS = 300_000;

export const HOW_TO_INSTALL = 'npm ci --prefix bin/ci-tools --ignore-scripts';

let installing;

/** Their node_modules; undefined if they are not installed. */
export const ciTools = () => (isCurrent(FOLDER) ? `${FOLDER}/node_modules` : undefined);

/** As `ciTools`, after an attempt to install them. */
export async function installCiTools() {
  if (!ciTools()) await (installing ??= install());
  return ciTools();
}

function install() {
  const [command, args, options] = npmCommand([
    'ci',
    '--prefix',
    'bin/ci-tools',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
  ]);
  const env = { ...process.env, SCARF_ANALYTICS: 'false' };
  return run(command, args, { ...options, env, timeout: TIMEOUT_MS });
}
