/** `npm start`: everything that the gateway needs, from a fresh clone to a running API. */
import { buildIfStale } from './lib/build.mjs';
import { node } from './lib/command.mjs';
import { gatewayDatabase } from './lib/gateway-database.mjs';
import { MIGRATE, PROCESSES, demoOrder, hostOf, isDemo, portOf, welcome } from './lib/gateway.mjs';
import { installIfNeeded } from './lib/install.mjs';
import { isFree } from './lib/ports.mjs';
import { lastingFolder } from './lib/postgres-folder.mjs';
import { startPostgres } from './lib/postgres-server.mjs';
import { Stop, dataFolder, loadEnvironment, requireNode, shown } from './lib/project.mjs';
import { leavePlace, openDataFolder, takePlace, writeRun } from './lib/run-file.mjs';
import { until } from './lib/running.mjs';
import { Supervised } from './lib/supervisor.mjs';
import { bold, complain, dim, red, say, step, table } from './lib/terminal.mjs';

const READY_TIMEOUT = 60_000;
const interrupted = new AbortController();
const { signal } = interrupted;
const processes = [];
const verbose = process.argv.includes('--verbose');
let postgres;
let isUp = false;
let failed;

const [apiProcess] = PROCESSES;
const webApp = (name) => PROCESSES.find((definition) => definition.name === name);
const addressOf = (definition) => `http://localhost:${portOf(definition, process.env)}`;
/** Where the process listens, which HOST may have made another address than localhost. */
const ownAddressOf = (definition) => `http://${hostOf(process.env)}:${portOf(definition, process.env)}`;

async function checkPorts() {
  for (const definition of PROCESSES.filter(({ port }) => port)) {
    const port = portOf(definition, process.env);
    if (await isFree(port)) continue;
    const { variable } = definition.port;
    throw new Stop(
      `Port ${port} is taken by another program. Choose another for the ${definition.title}: ${variable}=${port + 80} npm start`,
    );
  }
}

/** The variable that says where the user's own PostgreSQL is. */
function ownDatabase() {
  const variable = ['DATABASE_URL', 'DATABASE_URL_FILE'].find((name) => process.env[name]);
  return variable && `your own, by ${variable}`;
}

async function startEmbeddedPostgres() {
  postgres = await startPostgres(lastingFolder(), { settings: { max_connections: 200 }, signal });
  process.env.DATABASE_URL = await gatewayDatabase(postgres);
  void keepPostgres();
  return `127.0.0.1:${postgres.port}, data in ${shown(postgres.data)}${postgres.reused ? ' (was still running)' : ''}`;
}

/** API and worker hold on to the address they were given, so a server that died comes back on the same port. */
async function keepPostgres() {
  const folder = lastingFolder();
  for (;;) {
    await postgres.ended;
    if (signal.aborted) return;
    say(`${red('PostgreSQL ended.')} Starting it again.`);
    const { port } = postgres;
    postgres = await startPostgres(folder, { settings: { max_connections: 200 }, signal }).catch(fail);
    if (!postgres) return;
    if (postgres.port !== port) return fail(new Stop(`Port ${port} of PostgreSQL was taken meanwhile.`));
    record();
  }
}

function record() {
  const children = processes.map(({ pid, definition: { script } }) => ({ pid, script }));
  if (!signal.aborted) writeRun({ url: addressOf(apiProcess), children });
}

/**
 * The processes know of each other what the ports say, unless the environment says more. They are there before the
 * migrations are over, which server and worker wait for, as most of a start is the reading of modules.
 */
function startProcesses() {
  const env = {
    PUBLIC_API_URL: addressOf(apiProcess),
    PUBLIC_CHECKOUT_URL: addressOf(webApp('checkout')),
    PUBLIC_DASHBOARD_URL: addressOf(webApp('dashboard')),
    API_URL: ownAddressOf(apiProcess),
    ...process.env,
  };
  for (const definition of PROCESSES) {
    processes.push(new Supervised(definition, { env, verbose, mayRestart, changed: () => setImmediate(record) }));
  }
}

/** A death before the first readiness is a fault of the set-up that no restart will mend. */
function mayRestart({ process: { name }, how, wait, lastWords }) {
  const words = lastWords.map((line) => `    ${line}`).join('\n');
  if (!isUp) fail(new Stop(`The ${name} process ended (${how}) before it was ready.\n${words}`));
  else
    say(`${red(`The ${name} process ended`)} (${how}). Starting it again in ${wait / 1000} s.${words && `\n${words}`}`);
  return isUp;
}

async function untilReady({ ready, ...definition }) {
  const url = ownAddressOf(definition) + ready;
  const isReady = () =>
    fetch(url, { signal: AbortSignal.timeout(2000) }).then(
      (answer) => answer.ok,
      () => false,
    );
  if (await until(isReady, { timeout: READY_TIMEOUT, every: 100, signal })) return;
  throw new Stop(`${url} did not become ready within ${READY_TIMEOUT / 1000} s. See ${shown(dataFolder)}/logs.`);
}

/** The first fault ends the run; what goes wrong while everything is leaving is no news. */
function fail(error) {
  if (signal.aborted) return;
  failed = error;
  interrupted.abort();
}

async function stopAll() {
  await Promise.all(processes.map((one) => one.stop()));
  await postgres?.stop();
  leavePlace();
}

async function main() {
  requireNode();
  loadEnvironment();
  openDataFolder();
  const running = await takePlace();
  if (running)
    return say(
      `The payment gateway is already running here (pid ${running.pid}): ${running.url ?? 'it is just starting'}`,
    );
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => interrupted.abort());
  try {
    say(`\n${bold('Payment gateway')}\n`);
    await checkPorts();
    await startAll();
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
  } catch (error) {
    fail(error);
  }
  const wasStopped = !failed;
  if (wasStopped) say(`\n${dim('Stopping …')}`);
  await stopAll();
  if (wasStopped) return say('Stopped. The data stay.');
  throw failed;
}

async function startAll() {
  const work = [
    ['Packages', () => installIfNeeded(signal)],
    ['Build', () => buildIfStale(signal)],
    ['PostgreSQL', () => ownDatabase() ?? startEmbeddedPostgres()],
    ['Migrations', () => (startProcesses(), node('The migration', MIGRATE, { signal })).then(() => 'applied')],
    [
      'Processes',
      () =>
        Promise.all(PROCESSES.filter(({ ready }) => ready).map(untilReady)).then(() =>
          PROCESSES.map(({ name }) => name).join(', '),
        ),
    ],
  ];
  for (const [title, task] of work) {
    await step(title, task);
    if (signal.aborted) return;
  }
  isUp = true;
  const api = addressOf(apiProcess);
  const rows = processes.map(({ definition, pid }) => [
    definition.title,
    definition.port ? addressOf(definition) : '',
    `pid ${pid}`,
  ]);
  rows.splice(1, 0, ['API docs', `${api}/docs`, '']);
  if (postgres) rows.push(['PostgreSQL', `127.0.0.1:${postgres.port}`, `pid ${postgres.pid}`]);
  rows.push(['Logs', `${shown(dataFolder)}/logs`, '']);
  const checkout = process.env.PUBLIC_CHECKOUT_URL || addressOf(webApp('checkout'));
  const dashboard = process.env.PUBLIC_DASHBOARD_URL || addressOf(webApp('dashboard'));
  const order = isDemo(process.env) ? await demoOrder(ownAddressOf(apiProcess)) : undefined;
  say(welcome({ api, checkout, dashboard, rows, order, table }));
}

main().then(
  () => process.exit(0),
  (error) => (complain(error), process.exit(1)),
);
