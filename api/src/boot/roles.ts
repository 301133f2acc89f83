import 'reflect-metadata';
import { ConfigError, readSettings } from '../platform/config/config.js';
import { createLogger } from '../platform/telemetry/logger.js';
import { exitOnError } from './exit-on-error.js';

const USAGE = 'usage: node main.js server | worker | migrate | rebuild-statistics | reencrypt | admin | acquirer';

/** Runs the role named on the command line. Each role imports its own modules only, which keeps a migration's start fast. */
async function main(role: string | undefined): Promise<void> {
  // It reads the settings itself, since its help needs none.
  if (role === 'admin')
    return void (process.exitCode = await (await import('./admin.js')).admin(process.argv.slice(3)));
  const config = readSettings();
  const logger = createLogger(config.LOG_LEVEL);
  switch (role) {
    case 'server':
    case 'worker':
      return (await import('./run.js')).run(role, config, logger);
    case 'migrate':
      return (await import('./prepare-database.js')).prepareDatabase(config, logger);
    case 'rebuild-statistics':
      return (await import('./rebuild-statistics.js')).rebuildStatistics(config, logger);
    case 'reencrypt':
      if (!(await (await import('./reencrypt.js')).reencrypt(config, logger))) process.exitCode = 1;
      return;
    default:
      throw new ConfigError(USAGE);
  }
}

exitOnError(() => main(process.argv[2]));
