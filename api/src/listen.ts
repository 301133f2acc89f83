import cors from '@fastify/cors';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { corsFor } from './access/cors.js';
import { refuseOverload } from './common/admission.js';
import { ErrorFilter } from './common/error.filter.js';
import { prepareHttp } from './common/http-server.js';
import type { createLogger } from './common/logger.js';
import { secureHeaders } from './common/security-headers.js';
import type { Settings } from './config/config.js';
import { Database } from './database/database.js';
import { Readiness } from './health/readiness.js';
import { refuseDemoMerchant } from './merchants/demo-merchant.js';
import { openApiDocument } from './openapi-document.js';
import { RequestLog } from './reports/request-log.js';
import { traceRequests } from './telemetry/traced-requests.js';
import { Tracer } from './telemetry/tracer.js';
import { refuseDemoUser } from './users/demo-user.js';

/** Everything HTTP: parser, headers, CORS, errors, docs, and the port. */
export async function listen(
  app: NestFastifyApplication,
  config: Settings,
  logger: ReturnType<typeof createLogger>,
): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  prepareHttp(fastify);
  drainOnClose(app);
  // Before all that costs: a refusal needs no policy for browsers.
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
  SwaggerModule.setup('docs', app, () => openApiDocument(app, config.PUBLIC_API_URL), {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Payment gateway API',
    swaggerOptions: { persistAuthorization: false, docExpansion: 'list', tagsSorter: 'alpha' },
  });
  if (!config.DEMO) {
    await refuseDemoMerchant(app.get(DataSource), config);
    await refuseDemoUser(app.get(DataSource), config);
  }
  await app.listen(config.PORT, config.HOST);
}

const SWEEP_MS = 100;
const LAST_MS = 10_000;

/**
 * Keep-alive sockets would hold the close. While readiness says no, each answer ends its connection, so that a balancer
 * has opened another elsewhere before this one goes; then idle ones are closed as they become idle, the rest when
 * patience ends.
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
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    const last = setTimeout(() => server.closeAllConnections(), LAST_MS);
    server.once('close', () => {
      clearInterval(sweep);
      clearTimeout(last);
    });
    done();
  });
}
