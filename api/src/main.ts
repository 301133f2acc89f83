import 'reflect-metadata';
import { createLogger } from './common/logger.js';
import { ConfigError, readSettings } from './config/config.js';

const USAGE = 'usage: node main.js server | worker | migrate | rebuild-statistics';

/** The flag. Each role reads the modules it needs, so that a migration is over while a server still reads its own. */
async function main(role: string | undefined): Promise<void> {
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
    default:
      throw new ConfigError(USAGE);
  }
}

main(process.argv[2]).catch((error: Error) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : error.stack}\n`);
  process.exit(1);
});
