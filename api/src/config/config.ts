import { schema, type Environment } from './schema.js';

/** The key of demo runs. Public knowledge: a boot with DEMO=false refuses it. */
const DEMO_ENCRYPTION_KEY = Buffer.from('demo key, never for real money!!').toString('base64');

/** What the boot settled on: the environment with every default filled in. */
export interface Settings extends Omit<Environment, 'DATABASE_URL' | 'DEMO' | 'ENCRYPTION_KEY' | LimitNames> {
  DATABASE_URL: string;
  DEMO: boolean;
  ENCRYPTION_KEY: string;
  RATE_LIMIT_KEY: NonNullable<Environment['RATE_LIMIT_KEY']>;
  DECLINE_LIMIT: NonNullable<Environment['DECLINE_LIMIT']>;
  TEST_PROCESSING_DELAY: number;
}
type LimitNames = 'RATE_LIMIT_KEY' | 'DECLINE_LIMIT' | 'TEST_PROCESSING_DELAY';

/** Thrown at boot; its message names every variable at fault and what to do. */
export class ConfigError extends Error {}

/** Reads the environment once. An empty variable counts as absent. */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([name, value]) => name in schema.shape && value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(faults(parsed.error.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`)));
  }
  const read = parsed.data;
  const demo = read.DEMO ?? read.NODE_ENV !== 'production';
  const missing = [
    ...(read.DATABASE_URL ? [] : ['DATABASE_URL: is missing; `npm start` sets it to the embedded server']),
    ...encryptionKeyFaults(read.ENCRYPTION_KEY, demo),
    ...(!demo && read.TEST_MODE ? ['TEST_MODE: is for demo runs only'] : []),
    ...(!demo && read.NODE_ENV === 'production' && !read.METRICS_PORT && !read.METRICS_TOKEN
      ? ['METRICS_TOKEN: set it (or METRICS_PORT), or /metrics would be public']
      : []),
  ];
  if (missing.length > 0) throw new ConfigError(faults(missing));
  return {
    ...read,
    DEMO: demo,
    DATABASE_URL: read.DATABASE_URL as string,
    ENCRYPTION_KEY: read.ENCRYPTION_KEY ?? DEMO_ENCRYPTION_KEY,
    RATE_LIMIT_KEY: read.RATE_LIMIT_KEY ?? (demo ? 'off' : { count: 200, periodMs: 1000 }),
    DECLINE_LIMIT: read.DECLINE_LIMIT ?? (demo ? 'off' : { count: 20, periodMs: 600_000 }),
    TEST_PROCESSING_DELAY: read.TEST_PROCESSING_DELAY ?? (demo ? 500 : 0),
  };
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
