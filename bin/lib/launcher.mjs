/** Starts all processes of the gateway and keeps them running. */
import { node } from './command.mjs';
import { gatewayDatabase } from './gateway-database.mjs';
import { MIGRATE, PROCESSES, demoOrder, hostOf, isDemo, portOf, welcome } from './gateway.mjs';
import { isFree } from './ports.mjs';
import { lastingFolder } from './postgres-folder.mjs';
import { startPostgres } from './postgres-server.mjs';
import { Stop, dataFolder, loadEnvironment, requireNode, shown } from './project.mjs';
import { claimRunFile, openDataFolder, removeRunFile, writeRun } from './run-file.mjs';
import { until } from './running.mjs';
import { Supervised } from './supervisor.mjs';
import { abortOnSignals, bold, dim, red, say, step, table } from './terminal.mjs';

const READY_TIMEOUT = 60_000;
const interrupted = new AbortController();
const { signal } = interrupted;
const processes = [];
let options;
let postgres;
let isUp = false;
let failed;

const [apiProcess] = PROCESSES;
const processOf = (name) => PROCESSES.find((definition) => definition.name === name);
const addressOf = (definition) => `http://localhost:${portOf(definition, process.env)}`;
/** The address on which the process listens, as HOST or a variable of its own sets it. */
const ownAddressOf = (definition) =>
  `http://${hostOf(process.env, definition.host)}:${portOf(definition, process.env)}`;

async function checkPorts() {
  for (const definition of PROCESSES.filter(({ port }) => port)) {
    const port = portOf(definition, process.env);
    if (await isFree(port)) continue;
    const { variable } = definition.port;
    throw new Stop(
      `Port ${port} is taken by another program. Choose another port for the ${definition.title}: ${options.withPort(variable, port + 80)}`,
    );
  }
}

/** The user's own PostgreSQL, if a variable names it. */
function ownDatabase() {
  const variable = ['DATABASE_URL', 'DATABASE_URL_FILE'].find((name) => process.env[name]);
  return variable && `your own, from ${variable}`;
}

async function startEmbeddedPostgres() {
  postgres = await startPostgres(lastingFolder(), { settings: { max_connections: 200 }, signal });
  process.env.DATABASE_URL = await gatewayDatabase(postgres);
  void keepPostgres();
  return `127.0.0.1:${postgres.port}, data in ${shown(postgres.data)}${postgres.reused ? ' (was running already)' : ''}`;
}

/** Restarts PostgreSQL on the same port if it dies, since API and worker keep its address. */
async function keepPostgres() {
  const folder = lastingFolder();
  for (;;) {
    await postgres.ended;
    if (signal.aborted) return;
    say(`${red('PostgreSQL ended.')} Starting it again.`);
    const { port } = postgres;
    postgres = await startPostgres(folder, { settings: { max_connections: 200 }, signal }).catch(fail);
    if (!postgres) return;
    if (postgres.port !== port) return fail(new Stop(`Another program has taken PostgreSQL's port ${port}.`));
    record();
  }
}

function record() {
  const children = processes.map(({ pid, definition: { script } }) => ({ pid, script }));
  if (!signal.aborted) writeRun({ url: addressOf(apiProcess), children });
}

/**
 * The processes find each other by their ports, unless the environment sets other addresses. They start before the
 * migrations end, since loading modules takes most of the time; server and worker wait for the schema.
 */
function startProcesses() {
  const env = {
    PUBLIC_API_URL: addressOf(apiProcess),
    PUBLIC_CHECKOUT_URL: addressOf(processOf('checkout')),
    PUBLIC_DASHBOARD_URL: addressOf(processOf('dashboard')),
    API_URL: ownAddressOf(apiProcess),
    SIMULATED_ACQUIRER_URL: ownAddressOf(processOf('acquirer')),
    DEMO_DATA: String(!options.isEmpty),
    ...process.env,
  };
  for (const definition of PROCESSES) {
    processes.push(
      new Supervised(definition, { env, verbose: options.verbose, mayRestart, changed: () => setImmediate(record) }),
    );
  }
}

/** A process that ends before everything is ready has a set-up fault, which a restart would not fix. */
function mayRestart({ process: { name }, reason, wait, lastLines }) {
  const lines = lastLines.map((line) => `    ${line}`).join('\n');
  if (!isUp) fail(new Stop(`The ${name} process ended (${reason}) before it was ready.\n${lines}`));
  else
    say(
      `${red(`The ${name} process ended`)} (${reason}). Starting it again in ${wait / 1000} s.${lines && `\n${lines}`}`,
    );
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

/** The first error ends the run; errors during the shutdown are ignored. */
function fail(error) {
  if (signal.aborted) return;
  failed = error;
  interrupted.abort();
}

async function stopAll() {
  await Promise.all(processes.map((one) => one.stop()));
  await postgres?.stop();
  removeRunFile();
}

/**
 * Runs the gateway until it is stopped. `prepare`: steps before PostgreSQL, each a title and a function of an AbortSignal.
 * `withPort(variable, port)`: the command that starts it on another port. `ready(addresses)`: called once it works.
 */
export async function launch(given) {
  options = given;
  requireNode();
  loadEnvironment();
  openDataFolder();
  const running = await claimRunFile();
  if (running)
    return say(`The payment gateway is already running here (pid ${running.pid}): ${running.url ?? 'it is starting'}`);
  abortOnSignals(interrupted);
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
  if (wasStopped) return say('Stopped. The data is kept.');
  throw failed;
}

async function startAll() {
  const work = [
    ...options.prepare.map(([title, task]) => [title, () => task(signal)]),
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
  const checkout = process.env.PUBLIC_CHECKOUT_URL || addressOf(processOf('checkout'));
  const dashboard = process.env.PUBLIC_DASHBOARD_URL || addressOf(processOf('dashboard'));
  const order = isDemo(process.env) ? await demoOrder(ownAddressOf(apiProcess)) : undefined;
  say(welcome({ api, checkout, dashboard, rows, order, table }));
  options.ready?.({ api, checkout, dashboard });
}
