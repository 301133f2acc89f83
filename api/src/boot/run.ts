import { setTimeout as pause } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../app.module.js';
import { DemoData } from '../maintenance/demo-data/demo-data.service.js';
import { Housekeeping } from '../maintenance/housekeeping.service.js';
import { Sweeper } from '../maintenance/sweeper.service.js';
import { MailSender } from '../messaging/mail/mail-sender.service.js';
import type { Settings } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import { waitForSchema } from '../platform/database/schema-wait.js';
import { Heartbeat } from '../platform/health/heartbeat.js';
import { Readiness } from '../platform/health/readiness.js';

import { HTTP_OPTIONS } from '../platform/http/http-server.js';
import { QueueWorkers } from '../platform/queue/queue-workers.js';
import type { Role } from '../platform/queue/redis.js';
import { type createLogger, NestLogger } from '../platform/telemetry/logger.js';
import { listen } from './listen.js';
import { checkPools } from './pool-budget.js';

/** Starts a server or a worker once `migrate` has prepared the database. */
export async function run(role: Role, config: Settings, logger: ReturnType<typeof createLogger>): Promise<void> {
  await exitOnSignal(() => waitForSchema(config, logger));
  const adapter = new FastifyAdapter({ ...HTTP_OPTIONS, trustProxy: config.TRUSTED_PROXIES });
  const options = { bodyParser: false, logger: new NestLogger(logger) };
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRole(role), adapter, options);
  stopOnSignal(app, role === 'server' ? config.SHUTDOWN_DELAY : 0, () => {
    logger.warn(`the ${role} did not close in time: exiting now`);
    process.exit(1);
  });
  if (role === 'server') await listen(app, config, logger);
  else await work(app);
  app.get(Heartbeat).start(role);
  void checkPools(app.get(Database), config, role, logger);
  logger.info({ role, pid: process.pid }, `${role} ready`);
}

/** Exits on a signal while `work` runs. As process 1 of a container, Node would ignore the signal. */
async function exitOnSignal(work: () => Promise<void>): Promise<void> {
  const exit = () => process.exit(0);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, exit);
  await work();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.off(signal, exit);
}

/** From the end of the delay to the end of the process. Unfinished work is taken over when its lease expires. */
const CLOSE_TIMEOUT_MS = 14_000;

/** Turns readiness off, waits for load balancers to notice, then finishes or releases the work in flight. */
function stopOnSignal(app: NestFastifyApplication, delayMs: number, exitUnclosed: () => void): void {
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    app.get(Readiness).drain();
    await pause(delayMs);
    setTimeout(exitUnclosed, CLOSE_TIMEOUT_MS).unref();
    await app.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());
  if (process.connected) process.once('disconnect', () => void stop()); // the launcher has exited
}

async function work(app: NestFastifyApplication): Promise<void> {
  await app.init();
  app.get(QueueWorkers).start();
  app.get(Sweeper).start();
  app.get(Housekeeping).start();
  app.get(DemoData).start();
  app.get(MailSender).start();
}
