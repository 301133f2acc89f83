import { ConfigError } from './config.js';
import { isLoopbackHost } from './exposure.js';
import { schema } from './schema.js';
import { readSecretFiles } from './secret-files.js';
import { DEMO_ACQUIRER_KEY } from './setting-faults.js';

/** Connections of the acquirer to its database. */
export const ACQUIRER_CONNECTIONS = 8;

/** The variables of the simulated acquirer. It reads no other, and needs no secret of the gateway. */
const ACQUIRER_SCHEMA = schema.pick({
  ...{ NODE_ENV: true, DEMO: true, DATABASE_URL: true, PG_PREPARED: true, LOG_LEVEL: true },
  ...{ PUBLISHED_ON_LOOPBACK: true, SIMULATED_ACQUIRER_KEY: true, ACQUIRER_HOST: true, ACQUIRER_PORT: true },
  PUBLIC_ACQUIRER_URL: true,
  ...{ ACQUIRER_DATABASE_URL: true, ACQUIRER_ADMIN_KEY: true, ACQUIRER_IDEMPOTENCY_WINDOW: true },
  ...{ TEST_PROCESSING_DELAY: true, SIMULATOR_SLOW_DELAY: true, SIMULATOR_SEED: true, TEST_MODE: true },
  ...{ TEST_PAYMENT_SUCCESS: true, UPI_SUCCESS_RATE: true, CARD_SUCCESS_RATE: true },
  ...{ PROCESSING_DELAY_MIN: true, PROCESSING_DELAY_MAX: true },
});

const DEMO_DELAY_MS = 500;

/** Reads the environment of the acquirer's process. An empty variable counts as absent. */
export function readAcquirerSettings(env: NodeJS.ProcessEnv = process.env) {
  const files = readSecretFiles(env);
  const given = Object.entries(env).filter(([name, value]) => name in ACQUIRER_SCHEMA.shape && value !== '');
  const parsed = ACQUIRER_SCHEMA.safeParse({ ...Object.fromEntries(given), ...files.secrets });
  const wrong = parsed.error?.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`) ?? [];
  if (!parsed.success || files.faults.length > 0) throw new ConfigError(faults([...files.faults, ...wrong]));
  const read = parsed.data;
  const demo = read.DEMO ?? read.NODE_ENV !== 'production';
  const databaseUrl = read.ACQUIRER_DATABASE_URL ?? read.DATABASE_URL;
  const isReachable = !isLoopbackHost(read.ACQUIRER_HOST) && !(demo && read.PUBLISHED_ON_LOOPBACK);
  const key = read.SIMULATED_ACQUIRER_KEY ?? DEMO_ACQUIRER_KEY;
  const missing = [
    ...(databaseUrl === undefined ? ['DATABASE_URL: is missing; `npm start` sets it to the embedded server'] : []),
    ...(isReachable && key === DEMO_ACQUIRER_KEY
      ? [`SIMULATED_ACQUIRER_KEY: set one, because other machines can reach ACQUIRER_HOST=${read.ACQUIRER_HOST}`]
      : []),
  ];
  if (databaseUrl === undefined || missing.length > 0) throw new ConfigError(faults(missing));
  return {
    host: read.ACQUIRER_HOST,
    port: read.ACQUIRER_PORT,
    publicUrl: read.PUBLIC_ACQUIRER_URL?.replace(/\/$/, ''),
    databaseUrl,
    preparedStatements: read.PG_PREPARED === 'on',
    logLevel: read.LOG_LEVEL,
    adminKey: read.ACQUIRER_ADMIN_KEY,
    gatewayKey: key,
    idempotencyWindowMs: read.ACQUIRER_IDEMPOTENCY_WINDOW,
    switches: {
      processingDelayMs: read.TEST_PROCESSING_DELAY ?? (demo ? DEMO_DELAY_MS : 0),
      slowDelayMs: read.SIMULATOR_SLOW_DELAY,
      testMode: read.TEST_MODE,
      testPaymentSuccess: read.TEST_PAYMENT_SUCCESS,
      upiSuccessRate: read.UPI_SUCCESS_RATE,
      cardSuccessRate: read.CARD_SUCCESS_RATE,
      processingDelayMinMs: read.PROCESSING_DELAY_MIN,
      processingDelayMaxMs: read.PROCESSING_DELAY_MAX,
      simulatorSeed: read.SIMULATOR_SEED,
    },
  };
}

function faults(lines: string[]): string {
  return `The simulated acquirer cannot start with these settings:\n${lines.map((line) => `  - ${line}`).join('\n')}`;
}
