import { isLoopbackUrl } from './exposure.js';
import type { Environment } from './schema.js';

/** The public key of demo runs: a boot with DEMO=false rejects it. */
export const DEMO_ENCRYPTION_KEY = Buffer.from('demo key, never for real money!!').toString('base64');
/** The public key of the gateway at its simulated acquirer. An acquirer that other machines can reach refuses it. */
export const DEMO_ACQUIRER_KEY = 'acq_test_key_of_this_machine';
/** Distinct byte values of a key; fewer make it guessable. */
const MIN_KEY_BYTES = 12;
/** The public passwords in docker-compose.yml, and the variable that sets another one there. */
const DEMO_PASSWORDS = {
  DATABASE_URL: ['app_demo', 'POSTGRES_APP_PASSWORD'],
  MIGRATION_DATABASE_URL: ['gateway_pass', 'POSTGRES_PASSWORD'],
  REDIS_PASSWORD: ['redis_demo', 'REDIS_PASSWORD'],
  ACQUIRER_DATABASE_URL: ['acquirer_demo', 'POSTGRES_ACQUIRER_PASSWORD'],
} as const;
/** The owner's password in earlier versions. */
const FORMER_DEMO_PASSWORD = 'gateway_demo';

/** Shorter tokens can be brute-forced. */
const MIN_TOKEN_LENGTH = 16;
const MIN_TOKEN_CHARACTERS = 6;

export function metricsFaults({ METRICS_PORT: port, METRICS_TOKEN: token }: Environment): string[] {
  if (token === undefined) return port ? [] : ['METRICS_TOKEN: set it (or METRICS_PORT), or /metrics would be public'];
  const weak = token.length < MIN_TOKEN_LENGTH || new Set(token).size < MIN_TOKEN_CHARACTERS;
  return weak ? [`METRICS_TOKEN: a guessable token is refused; make one with \`openssl rand -base64 24\``] : [];
}

/** Any demo password in any variable: earlier installations used one role, with the owner's password, for everything. */
export function demoPasswordFaults(read: Environment, demo: boolean): string[] {
  if (demo) return [];
  const publicPasswords: (string | undefined)[] = [
    ...Object.values(DEMO_PASSWORDS).map(([password]) => password),
    FORMER_DEMO_PASSWORD,
  ];
  const given = {
    DATABASE_URL: passwordOf(read.DATABASE_URL),
    MIGRATION_DATABASE_URL: passwordOf(read.MIGRATION_DATABASE_URL),
    QUEUE_DATABASE_URL: passwordOf(read.QUEUE_DATABASE_URL),
    REDIS_URL: passwordOf(read.REDIS_URL),
    REDIS_PASSWORD: read.REDIS_PASSWORD,
    ACQUIRER_DATABASE_URL: passwordOf(read.ACQUIRER_DATABASE_URL),
  };
  return Object.entries(given).flatMap(([name, password]) => {
    if (password === undefined || !publicPasswords.includes(password)) return [];
    const [, variable] = DEMO_PASSWORDS[name as keyof typeof DEMO_PASSWORDS] ?? [];
    const fix = variable ? `docker-compose takes ${variable}` : 'set one of your own';
    return [`${name}: the password of demo runs is refused when DEMO=false; ${fix}`];
  });
}

/** Undefined if there is no password, or if the address is not a URL (the path of a socket, say). */
function passwordOf(url = ''): string | undefined {
  const password = URL.canParse(url) ? new URL(url).password : undefined;
  try {
    return password && decodeURIComponent(password);
  } catch {
    return password; // a % that encodes nothing
  }
}

/** The demo key is public: an acquirer that other machines can reach would accept it from each of them. */
export function acquirerFaults(read: Environment, demo: boolean): string[] {
  const { SIMULATED_ACQUIRER_URL: url, SIMULATED_ACQUIRER_KEY: key = DEMO_ACQUIRER_KEY } = read;
  if (demo || key !== DEMO_ACQUIRER_KEY || isLoopbackUrl(url)) return [];
  return ['SIMULATED_ACQUIRER_KEY: the key of demo runs is refused; make one with `openssl rand -hex 24`'];
}

export function redisFaults(read: Environment): string[] {
  const shapes = (['REDIS_URL', 'REDIS_SENTINELS', 'REDIS_CLUSTER_NODES'] as const).filter((name) => read[name]);
  return shapes.length > 1 ? [`${shapes.join(', ')}: are different shapes of one Redis; keep one of them`] : [];
}

export function mailFaults({ SMTP_URL: url, MAIL_FROM: from }: Environment): string[] {
  return url !== undefined && from === undefined
    ? ['MAIL_FROM: is missing; SMTP_URL needs an address to send from']
    : [];
}

/** BullMQ on PostgreSQL uses LISTEN and a search path per session: behind a pooler it would wait for ever. */
export function queueFaults(read: Environment): string[] {
  const hasRedis = read.REDIS_URL ?? read.REDIS_SENTINELS ?? read.REDIS_CLUSTER_NODES;
  return read.PG_PREPARED === 'off' && !hasRedis && !read.QUEUE_DATABASE_URL
    ? ['QUEUE_DATABASE_URL: with PG_PREPARED=off the queues need Redis, or the address of PostgreSQL past the pooler']
    : [];
}

export function encryptionKeyFaults(keys: string | undefined, demo: boolean): string[] {
  if (keys === undefined) {
    return demo ? [] : ['ENCRYPTION_KEY: is missing; make one with `openssl rand -base64 32`'];
  }
  return keys.split(',').flatMap((key) => {
    const bytes = Buffer.from(key.trim(), 'base64');
    if (bytes.length !== 32) return ['ENCRYPTION_KEY: each key must be 32 bytes in base64 (`openssl rand -base64 32`)'];
    if (demo) return [];
    const weak = bytes.equals(Buffer.from(DEMO_ENCRYPTION_KEY, 'base64')) || new Set(bytes).size < MIN_KEY_BYTES;
    return weak ? ['ENCRYPTION_KEY: a demo or guessable key is refused when DEMO=false'] : [];
  });
}
