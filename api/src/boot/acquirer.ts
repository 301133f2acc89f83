import { Acquirer } from '../acquiring/simulated-acquirer/acquirer.js';
import { ACQUIRER_CONNECTIONS, readAcquirerSettings } from '../platform/config/acquirer-settings.js';
import { createLogger } from '../platform/telemetry/logger.js';
import { exitOnError } from './exit-on-error.js';

/** Limit of a statement. A gateway stops waiting before, after its BANK_TIMEOUT. */
const STATEMENT_TIMEOUT_MS = 20_000;
const CLOSE_TIMEOUT_MS = 10_000;

/** Starts the simulated acquirer: a process without Nest, of which the gateway knows the address and a key. */
async function runAcquirer(): Promise<void> {
  const settings = readAcquirerSettings();
  const logger = createLogger(settings.logLevel);
  const acquirer = new Acquirer(
    {
      ...settings,
      database: {
        connectionString: settings.databaseUrl,
        poolSize: ACQUIRER_CONNECTIONS,
        timeoutMs: STATEMENT_TIMEOUT_MS,
        preparedStatements: settings.preparedStatements,
      },
    },
    logger,
  );
  let isStopping = false;
  const stop = async (): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(1), CLOSE_TIMEOUT_MS).unref();
    await acquirer.stop();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());
  if (process.connected) process.once('disconnect', () => void stop()); // the launcher has exited
  const port = await acquirer.start();
  logger.info({ role: 'acquirer', pid: process.pid, port }, 'acquirer ready');
}

exitOnError(runAcquirer);
