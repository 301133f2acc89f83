/** A deployment of docker-compose.yml with a name, ports and a network of its own, independent of others on this machine. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { mustRun, run } from './command.mjs';
import { submission } from './compose-documents.mjs';
import { freePort, isFree } from './ports.mjs';
import { Stop, dataFolder, inRoot } from './project.mjs';
import { until } from './running.mjs';

const NO_DOCKER =
  'Docker with Compose and a running daemon are needed. Install Docker (Debian: apt-get install docker.io docker-compose), start it, and check that `docker info` and `docker-compose version` work.';
const LABEL = 'com.docker.compose';
/** The healthy containers of the usual deployment. */
export const ONE_OF_EACH = { postgres: 1, redis: 1, api: 1, worker: 1, acquirer: 1, dashboard: 1, checkout: 1 };

/** `docker-compose` or `docker compose`, whichever is installed. */
async function composeCommand() {
  for (const words of [['docker-compose'], ['docker', 'compose']]) {
    const [command, ...args] = words;
    if ((await run(command, [...args, 'version'])).code === 0) return words;
  }
  throw new Stop(NO_DOCKER);
}

export class Compose {
  /** Chooses free ports, and an environment that holds only the variables that a test sets. */
  static async prepare(project) {
    if ((await run('docker', ['info'])).code !== 0) throw new Stop(NO_DOCKER);
    const compose = new Compose();
    compose.project = project;
    compose.words = await composeCommand();
    compose.folder = path.join(dataFolder, project);
    mkdirSync(compose.folder, { recursive: true });
    // Replaces the user's .env, which is for another deployment.
    compose.envFile = path.join(compose.folder, 'empty.env');
    writeFileSync(compose.envFile, '');
    const ports = (compose.ports = { api: await freeRange() });
    compose.apiRange = `${ports.api}-${ports.api + 1}`;
    for (const name of ['dashboard', 'checkout', 'proxy', 'postgres', 'redis', 'acquirer'])
      ports[name] = await freePort();
    compose.base = {
      ...withoutSettings(process.env),
      GATEWAY_SUBNET: '10.213.48.0/24',
      CONTAINER_PREFIX: `${project}_`,
      API_CONTAINER: `${project}_gateway_api`,
      WORKER_CONTAINER: `${project}_gateway_worker`,
      POSTGRES_PORT: String(ports.postgres),
      REDIS_PORT: String(ports.redis),
      API_PORTS: String(ports.api),
      DASHBOARD_PORT: String(ports.dashboard),
      CHECKOUT_PORT: String(ports.checkout),
      PROXY_PORT: String(ports.proxy),
      ACQUIRER_PORT: String(ports.acquirer),
      PUBLIC_API_URL: `http://localhost:${ports.api}`,
      PUBLIC_CHECKOUT_URL: `http://localhost:${ports.checkout}`,
      PUBLIC_DASHBOARD_URL: `http://localhost:${ports.dashboard}`,
      PUBLIC_ACQUIRER_URL: `http://localhost:${ports.acquirer}`,
    };
    compose.use({});
    return compose;
  }

  /** Sets additional variables and Compose files for the following commands. */
  use(env, files = []) {
    this.env = { ...this.base, ...env };
    this.files = ['docker-compose.yml', ...files].flatMap((file) => ['-f', inRoot(file)]);
  }

  url(name, file = '') {
    return `http://127.0.0.1:${this.ports[name]}${file}`;
  }

  argumentsOf(args) {
    const [command, ...words] = this.words;
    const whole = [...words, '-p', this.project, '--env-file', this.envFile, ...this.files, ...args];
    return [command, whole, { env: this.env, signal: this.signal }];
  }

  run(...args) {
    return run(...this.argumentsOf(args));
  }

  must(...args) {
    return mustRun(`docker-compose ${args.join(' ')}`, ...this.argumentsOf(args));
  }

  /** Runs a command of a document; its `docker-compose` means this deployment. */
  async asWritten(command) {
    const words = [...this.words, '-p', this.project, '--env-file', this.envFile].map((word) => `'${word}'`);
    const script = `docker-compose() { command ${words.join(' ')} "$@"; }\n${command}`;
    return mustRun(command, 'bash', ['-euo', 'pipefail', '-c', script], { env: this.env, signal: this.signal });
  }

  /** Runs a script in a container's shell; returns its output. */
  shell(service, script) {
    const [command, args, options] = this.argumentsOf(['exec', '-T', service, 'sh', '-s']);
    return new Promise((resolve, reject) => {
      const child = spawn(command, args, { ...options, stdio: ['pipe', 'pipe', 'inherit'] });
      let output = '';
      child.stdout.on('data', (chunk) => (output += chunk));
      child.on('error', reject).on('close', (code) => resolve({ code, output }));
      child.stdin.end(script);
    });
  }

  /** The `docker inspect` of every container of this deployment, with the name of its service. */
  async containers() {
    const filter = ['--filter', `label=${LABEL}.project=${this.project}`];
    const ids = (await mustRun('docker ps', 'docker', ['ps', '-aq', ...filter])).split(/\s+/).filter(Boolean);
    if (ids.length === 0) return [];
    const { output } = await run('docker', ['inspect', ...ids]);
    const all = JSON.parse(output.slice(output.indexOf('['), output.lastIndexOf(']') + 1));
    return all
      .map((one) => ({ ...one, service: one.Config.Labels[`${LABEL}.service`] }))
      .filter((one) => one.Config.Labels[`${LABEL}.oneoff`] !== 'True');
  }

  async of(service) {
    return (await this.containers()).filter((one) => one.service === service);
  }

  async docker(...args) {
    return mustRun(`docker ${args[0]}`, 'docker', args, { signal: this.signal });
  }

  async build() {
    for (const command of submission().setup) await this.asWritten(command);
    const sizes = ['api', 'web'].map(async (name) => {
      const bytes = await this.docker('image', 'inspect', '-f', '{{.Size}}', `payment-gateway-${name}`);
      return `${name} ${Math.round(Number(bytes) / 1e6)} MB`;
    });
    return (await Promise.all(sizes)).join(', ');
  }

  /** Strong secrets in files that the containers' users can read. */
  makeSecrets() {
    const [password, appPassword, acquirerPassword, token] = [1, 2, 3, 4].map(() => randomBytes(24).toString('hex'));
    const files = {
      database_url: `postgres://gateway_app:${appPassword}@postgres:5432/payment_gateway`,
      migration_database_url: `postgres://gateway_user:${password}@postgres:5432/payment_gateway`,
      acquirer_database_url: `postgres://acquirer_app:${acquirerPassword}@postgres:5432/payment_gateway`,
      simulated_acquirer_key: randomBytes(24).toString('hex'),
      redis_password: randomBytes(24).toString('hex'),
      encryption_key: randomBytes(32).toString('base64'),
      metrics_token: token,
      postgres_password: password,
    };
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(path.join(this.folder, name), content, { mode: 0o644 });
    }
    return { folder: this.folder, token, password };
  }

  /** Waits until each service has the given number of healthy containers. */
  async healthy(wanted, timeout = 120_000) {
    const counts = async () => {
      const well = (await this.containers()).filter(({ State: state }) => state.Health?.Status === 'healthy');
      return Object.keys(wanted).filter((name) => well.filter((one) => one.service === name).length !== wanted[name]);
    };
    let missing = [];
    const good = await until(async () => (missing = await counts()).length === 0, {
      timeout,
      every: 500,
      signal: this.signal,
    });
    if (good) return;
    const { output } = await this.run('logs', '--no-color', '--tail=15', ...missing);
    throw new Stop(`not healthy within ${timeout / 1000} s: ${missing.join(', ')}\n${output}`);
  }

  /** Simulates a crash: kills every process of the container but the first. */
  crash({ Id: id }) {
    return run('docker', ['exec', id, 'sh', '-c', 'kill -9 -1']);
  }

  async down(...more) {
    const { signal } = this;
    this.signal = undefined; // also after an interruption
    const { code, output } = await this.run('--profile', 'scale', 'down', '--remove-orphans', '--timeout=20', ...more);
    this.signal = signal;
    if (code !== 0) throw new Stop(`docker-compose down failed:\n${output}`);
  }

  /** Removes everything but the images. */
  async remove() {
    this.use({});
    await this.down('-v').finally(() => rmSync(this.folder, { recursive: true, force: true }));
  }
}

/** The first of two consecutive free ports. */
async function freeRange() {
  for (;;) {
    const port = await freePort();
    if (port < 65_535 && (await isFree(port + 1))) return port;
  }
}

/** The environment without the variables that docker-compose.yml reads. */
function withoutSettings(env) {
  const files = ['docker-compose.yml', 'docker/secrets.yml']
    .map((file) => readFileSync(inRoot(file), 'utf8'))
    .join('\n');
  const names = new Set([...files.matchAll(/^ +([A-Z_]+):|\$\{([A-Z_]+)/gm)].map(([, set, taken]) => set ?? taken));
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.has(name) && !name.startsWith('COMPOSE_')));
}
