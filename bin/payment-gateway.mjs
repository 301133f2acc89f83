#!/usr/bin/env node
/** The program of the npm package: starts the whole gateway without a build, with its data in the current folder. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const HELP = `Usage: payment-gateway [options]      starts the gateway; Ctrl-C stops it
       payment-gateway pg <command>   calls a gateway: payment-gateway pg --help

  --port <number>  port of the API; the checkout, dashboard and simulated acquirer take the three after it
                   (without it: 8000, 3001, 3000 and 8010)
  --empty          without the demo data
  --open           opens the dashboard in the browser
  --verbose        with the output of its processes
  --version, --help

The data is kept in ./.payment-gateway, or in the folder that GATEWAY_DATA_FOLDER names. Settings are environment
variables, also from the file .env in that folder.
`;

const OPTIONS = {
  port: { type: 'string' },
  ...Object.fromEntries(['empty', 'open', 'verbose', 'version', 'help'].map((name) => [name, { type: 'boolean' }])),
};
/** In the order of the ports. */
const PORTS = ['PORT', 'CHECKOUT_PORT', 'DASHBOARD_PORT', 'ACQUIRER_PORT'];
const MAX_PORT = 65_535;

const words = process.argv.slice(2);
if (words[0] === 'pg') {
  process.argv.splice(2, 1);
  await import('../sdk/dist/pg.js');
} else await start();

async function start() {
  const asked = read();
  if (asked.help) return console.log(HELP);
  if (asked.version) {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    return console.log(version);
  }
  process.env.GATEWAY_DATA_FOLDER ||= path.resolve('.payment-gateway');
  const settings = path.join(process.env.GATEWAY_DATA_FOLDER, '.env');
  if (existsSync(settings)) process.loadEnvFile(settings);
  if (asked.port !== undefined) setPorts(asked.port);
  // Imported here: they read the data folder.
  const { launch } = await import('./lib/launcher.mjs');
  const { runMain } = await import('./lib/terminal.mjs');
  const next = asked.port === undefined ? 8100 : Number(asked.port) + 100;
  await runMain(() =>
    launch({
      prepare: [],
      isEmpty: asked.empty,
      verbose: asked.verbose,
      withPort: () => `add --port ${next}`,
      ready: asked.open ? ({ dashboard }) => import('open').then(({ default: open }) => open(dashboard)) : undefined,
    }),
  );
}

function read() {
  try {
    return parseArgs({ args: words, options: OPTIONS }).values;
  } catch (error) {
    return refuse(error.message);
  }
}

function setPorts(text) {
  const first = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (first < 1 || first + PORTS.length - 1 > MAX_PORT)
    refuse(`--port takes a number from 1 to ${MAX_PORT - PORTS.length + 1}`);
  PORTS.forEach((variable, index) => (process.env[variable] = String(first + index)));
}

function refuse(fault) {
  console.error(`${fault}\n\n${HELP}`);
  process.exit(1);
}
