import { exposureFaults } from './exposure.js';
import { schema, type Environment } from './schema.js';
import { readSecretFiles } from './secret-files.js';

/** The key of demo runs. Public knowledge: a boot with DEMO=false refuses it. */
const DEMO_ENCRYPTION_KEY = Buffer.from('demo key, never for real money!!').toString('base64');
/** The passwords in docker-compose.yml, as public as the key, and the variable by which Compose takes another. */
const DEMO_PASSWORDS = {
  DATABASE_URL: ['app_demo', 'POSTGRES_APP_PASSWORD'],
  MIGRATION_DATABASE_URL: ['gateway_pass', 'POSTGRES_PASSWORD'],
  REDIS_PASSWORD: ['redis_demo', 'REDIS_PASSWORD'],
} as const;
/** Of the owner's role in the versions before. */
const PAST_DEMO_PASSWORD = 'gateway_demo';

/** What the boot settled on: the environment with every default filled in. */
export interface Settings extends Omit<Environment, 'DATABASE_URL' | 'DEMO' | 'ENCRYPTION_KEY' | LimitNames> {
  DATABASE_URL: string;
  DEMO: boolean;
  ENCRYPTION_KEY: string;
  RATE_LIMIT_KEY: NonNullable<Environment['RATE_LIMIT_KEY']>;
  DECLINE_LIMIT: NonNullable<Environment['DECLINE_LIMIT']>;
  REGISTRATION: 'on' | 'off';
  TEST_PROCESSING_DELAY: number;
}
type LimitNames = 'RATE_LIMIT_KEY' | 'DECLINE_LIMIT' | 'REGISTRATION' | 'TEST_PROCESSING_DELAY';

/** Thrown at boot; its message names every variable at fault and what to do. */
export class ConfigError extends Error {}

/** Reads the environment, and the files it names for secrets, once. An empty variable counts as absent. */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const files = readSecretFiles(env);
  const given = Object.entries(env).filter(([name, value]) => name in schema.shape && value !== '');
  const parsed = schema.safeParse({ ...Object.fromEntries(given), ...files.secrets });
  if (!parsed.success || files.faults.length > 0) {
    const wrong = parsed.error?.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`) ?? [];
    throw new ConfigError(faults([...files.faults, ...wrong]));
  }
  const read = parsed.data;
  const demo = read.DEMO ?? read.NODE_ENV !== 'production';
  const missing = [
    ...(read.DATABASE_URL ? [] : ['DATABASE_URL: is missing; `npm start` sets it to the embedded server']),
    ...encryptionKeyFaults(read.ENCRYPTION_KEY, demo),
    ...demoPasswordFaults(read, demo),
    ...exposureFaults({ ...read, demo }),
    ...redisFaults(read),
    ...queueFaults(read),
    ...(!demo && read.TEST_MODE ? ['TEST_MODE: is for demo runs only'] : []),
    ...(!demo && read.NODE_ENV === 'production' ? metricsFaults(read) : []),
  ];
  if (missing.length > 0) throw new ConfigError(faults(missing));
  return {
    ...read,
    DEMO: demo,
    DATABASE_URL: read.DATABASE_URL as string,
    ENCRYPTION_KEY: read.ENCRYPTION_KEY ?? DEMO_ENCRYPTION_KEY,
    RATE_LIMIT_KEY: read.RATE_LIMIT_KEY ?? (demo ? 'off' : { count: 200, periodMs: 1000 }),
    DECLINE_LIMIT: read.DECLINE_LIMIT ?? (demo ? 'off' : { count: 20, periodMs: 600_000 }),
    REGISTRATION: read.REGISTRATION ?? (demo ? 'on' : 'off'),
    TEST_PROCESSING_DELAY: read.TEST_PROCESSING_DELAY ?? (demo ? 500 : 0),
  };
}

/** Fewer characters could be tried one by one. */
const SHORTEST_TOKEN = 16;

function metricsFaults({ METRICS_PORT: port, METRICS_TOKEN: token }: Environment): string[] {
  if (token === undefined) return port ? [] : ['METRICS_TOKEN: set it (or METRICS_PORT), or /metrics would be public'];
  const weak = token.length < SHORTEST_TOKEN || new Set(token).size < 6;
  return weak ? [`METRICS_TOKEN: a guessable token is refused; make one with \`openssl rand -base64 24\``] : [];
}

/** Whichever variable holds it: an installation of before has one role for all, with the password of the owner. */
function demoPasswordFaults(read: Environment, demo: boolean): string[] {
  if (demo) return [];
  const known: (string | undefined)[] = [
    ...Object.values(DEMO_PASSWORDS).map(([password]) => password),
    PAST_DEMO_PASSWORD,
  ];
  const given = {
    DATABASE_URL: passwordOf(read.DATABASE_URL),
    MIGRATION_DATABASE_URL: passwordOf(read.MIGRATION_DATABASE_URL),
    QUEUE_DATABASE_URL: passwordOf(read.QUEUE_DATABASE_URL),
    REDIS_URL: passwordOf(read.REDIS_URL),
    REDIS_PASSWORD: read.REDIS_PASSWORD,
  };
  return Object.entries(given).flatMap(([name, password]) => {
    if (password === undefined || !known.includes(password)) return [];
    const [, variable] = DEMO_PASSWORDS[name as keyof typeof DEMO_PASSWORDS] ?? [];
    const mend = variable ? `docker-compose takes ${variable}` : 'set one of your own';
    return [`${name}: the password of demo runs is refused when DEMO=false; ${mend}`];
  });
}

/** Undefined also where the address is no URL (a socket's folder, say). */
function passwordOf(url = ''): string | undefined {
  const password = URL.canParse(url) ? new URL(url).password : undefined;
  try {
    return password && decodeURIComponent(password);
  } catch {
    return password; // a lone % is itself
  }
}

function redisFaults(read: Environment): string[] {
  const shapes = (['REDIS_URL', 'REDIS_SENTINELS', 'REDIS_CLUSTER_NODES'] as const).filter((name) => read[name]);
  return shapes.length > 1 ? [`${shapes.join(', ')}: are different shapes of one Redis; keep one of them`] : [];
}

/** BullMQ on PostgreSQL listens, and sets its search path, per session: through a pooler it would wait for ever. */
function queueFaults(read: Environment): string[] {
  const hasRedis = read.REDIS_URL ?? read.REDIS_SENTINELS ?? read.REDIS_CLUSTER_NODES;
  return read.PG_PREPARED === 'off' && !hasRedis && !read.QUEUE_DATABASE_URL
    ? ['QUEUE_DATABASE_URL: with PG_PREPARED=off the queues need Redis, or the address of PostgreSQL past the pooler']
    : [];
}

function encryptionKeyFaults(keys: string | undefined, demo: boolean): string[] {
  if (keys === undefined) {
    return demo ? [] : ['ENCRYPTION_KEY: is missing; make one with `openssl rand -base64 32`'];
  }
  return keys.split(',').flatMap((key) => {
    const bytes = Buffer.from(key.trim(), 'base64');
    if (bytes.length !== 32) return ['ENCRYPTION_KEY: each key must be 32 bytes in base64 (`openssl rand -base64 32`)'];
    if (demo) return [];
    const weak = bytes.equals(Buffer.from(DEMO_ENCRYPTION_KEY, 'base64')) || new Set(bytes).size < 12;
    return weak ? ['ENCRYPTION_KEY: a demo or guessable key is refused when DEMO=false'] : [];
  });
}

function faults(lines: string[]): string {
  return `The gateway cannot start with these settings:\n${lines.map((line) => `  - ${line}`).join('\n')}`;
}
