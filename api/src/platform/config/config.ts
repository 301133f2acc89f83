import { exposureFaults } from './exposure.js';
import { type Environment, schema } from './schema.js';
import { readSecretFiles } from './secret-files.js';
import {
  DEMO_ACQUIRER_KEY,
  DEMO_ENCRYPTION_KEY,
  acquirerFaults,
  demoPasswordFaults,
  encryptionKeyFaults,
  mailFaults,
  metricsFaults,
  queueFaults,
  redisFaults,
} from './setting-faults.js';

/** The environment with every default filled in. */
export interface Settings extends Omit<Environment, 'DATABASE_URL' | 'DEMO' | 'ENCRYPTION_KEY' | LimitNames> {
  DATABASE_URL: string;
  DEMO: boolean;
  ENCRYPTION_KEY: string;
  RATE_LIMIT_KEY: NonNullable<Environment['RATE_LIMIT_KEY']>;
  DECLINE_LIMIT: NonNullable<Environment['DECLINE_LIMIT']>;
  REGISTRATION: 'on' | 'off';
  SIMULATED_ACQUIRER_KEY: string;
}
type LimitNames = 'RATE_LIMIT_KEY' | 'DECLINE_LIMIT' | 'REGISTRATION' | 'SIMULATED_ACQUIRER_KEY';

/** Stops the boot. Its message names every faulty variable and how to fix it. */
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
    ...mailFaults(read),
    ...acquirerFaults(read, demo),
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
    SIMULATED_ACQUIRER_KEY: read.SIMULATED_ACQUIRER_KEY ?? DEMO_ACQUIRER_KEY,
  };
}

function faults(lines: string[]): string {
  return `The gateway cannot start with these settings:\n${lines.map((line) => `  - ${line}`).join('\n')}`;
}
