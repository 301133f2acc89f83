import cors from '@fastify/cors';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { refuseDemoMerchant } from '../accounts/demo/demo-merchant.js';
import { refuseDemoUser } from '../accounts/demo/demo-user.js';
import { serveDocumentPages } from '../openapi/document-pages.js';
import type { Settings } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import { Readiness } from '../platform/health/readiness.js';
import { refuseOverload } from '../platform/http/admission.js';
import { corsFor } from '../platform/http/cors.js';
import { ErrorFilter } from '../platform/http/error.filter.js';
import { prepareHttp } from '../platform/http/http-server.js';
import { secureHeaders } from '../platform/http/security-headers.js';
import type { createLogger } from '../platform/telemetry/logger.js';
import { traceRequests } from '../platform/telemetry/traced-requests.js';
import { Tracer } from '../platform/telemetry/tracer.js';
import { RequestLog } from '../reporting/request-logs/request-log.js';

/** Everything HTTP: parser, headers, CORS, errors, docs, and the port. */
export async function listen(
  app: NestFastifyApplication,
  config: Settings,
  logger: ReturnType<typeof createLogger>,
): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  prepareHttp(fastify);
  drainOnClose(app);
  // First of the hooks, so that a refused request costs as little as possible.
  const database = app.get(Database);
  const capacity = {
    requests: config.MAX_REQUESTS,
    streams: config.MAX_STREAMS,
    waiting: () => database.waiting,
  };
  refuseOverload(fastify, capacity, (message) => logger.warn(message));
  traceRequests(fastify, app.get(Tracer));
  app.get(RequestLog).attach(fastify);
  secureHeaders(fastify);
  await app.register(cors, { delegator: corsFor(config.DEMO) });
  app.useGlobalFilters(new ErrorFilter(logger));
  serveDocumentPages(app, config);
  if (!config.DEMO) {
    await refuseDemoMerchant(app.get(DataSource), config);
    await refuseDemoUser(app.get(DataSource), config);
  }
  await app.listen(config.PORT, config.HOST);
}

const IDLE_CLOSE_INTERVAL_MS = 100;
const CLOSE_TIMEOUT_MS = 10_000;

/**
 * Keep-alive connections would keep the server from closing. While the server drains, each response closes its
 * connection, so that the load balancer opens the next one elsewhere. After that, connections are closed as they become
 * idle, and all of them after CLOSE_TIMEOUT_MS.
 */
function drainOnClose(app: NestFastifyApplication): void {
  const server = app.getHttpServer();
  const readiness = app.get(Readiness);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (readiness.draining) void reply.header('Connection', 'close');
    done();
  });
  fastify.addHook('preClose', (done) => {
    const idle = setInterval(() => server.closeIdleConnections(), IDLE_CLOSE_INTERVAL_MS);
    const all = setTimeout(() => server.closeAllConnections(), CLOSE_TIMEOUT_MS);
    server.once('close', () => {
      clearInterval(idle);
      clearTimeout(all);
    });
    done();
  });
}
