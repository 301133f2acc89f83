import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { HTTP_OPTIONS } from './common/http-server.js';
import { createLogger, NestLogger } from './common/logger.js';
import { ConfigError, readSettings } from './config/config.js';
import { listen } from './listen.js';
import { prepareDatabase } from './prepare-database.js';
import { QueueWorkers } from './queue/queue-workers.js';
import { Sweeper } from './sweeper/sweeper.service.js';

const USAGE = 'usage: node main.js server | worker | migrate';

/** The flag: `server` listens, `worker` takes jobs, `migrate` prepares the database and ends. */
async function main(role: string | undefined): Promise<void> {
  const config = readSettings();
  const logger = createLogger(config.LOG_LEVEL);
  if (role === 'migrate') return prepareDatabase(config, logger);
  if (role !== 'server' && role !== 'worker') throw new ConfigError(USAGE);

  const adapter = new FastifyAdapter({ ...HTTP_OPTIONS, trustProxy: config.TRUSTED_PROXIES });
  const options = { bodyParser: false, logger: new NestLogger(logger) };
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRole(role), adapter, options);
  app.enableShutdownHooks(['SIGTERM', 'SIGINT']);
  if (process.connected) process.once('disconnect', () => process.kill(process.pid, 'SIGTERM')); // the launcher is gone
  if (role === 'server') await listen(app, config, logger);
  else await work(app);
  logger.info({ role, pid: process.pid }, `${role} ready`);
}

async function work(app: NestFastifyApplication): Promise<void> {
  await app.init();
  app.get(QueueWorkers).start();
  app.get(Sweeper).start();
}

main(process.argv[2]).catch((error: Error) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : error.stack}\n`);
  process.exit(1);
});
