import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { corsFor } from './access/cors.js';
import { ErrorFilter } from './common/error.filter.js';
import { prepareHttp } from './common/http-server.js';
import type { createLogger } from './common/logger.js';
import type { Settings } from './config/config.js';
import { refuseDemoMerchant } from './merchants/demo-merchant.js';
import { openApiDocument } from './openapi-document.js';

/** Swagger UI is the only page served here; everything else is JSON and needs no source at all. */
const CONTENT_SECURITY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
};

/** Everything HTTP: parser, headers, CORS, errors, docs, and the port. */
export async function listen(
  app: NestFastifyApplication,
  config: Settings,
  logger: ReturnType<typeof createLogger>,
): Promise<void> {
  prepareHttp(app.getHttpAdapter().getInstance());
  await app.register(helmet, {
    contentSecurityPolicy: CONTENT_SECURITY,
    crossOriginResourcePolicy: { policy: 'cross-origin' },
  });
  await app.register(cors, { delegator: corsFor(config.DEMO) });
  app.useGlobalFilters(new ErrorFilter(logger));
  SwaggerModule.setup('docs', app, () => openApiDocument(app, config.PUBLIC_API_URL), {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Payment gateway API',
    swaggerOptions: { persistAuthorization: false, docExpansion: 'list', tagsSorter: 'alpha' },
  });
  drainOnClose(app);
  if (!config.DEMO) await refuseDemoMerchant(app.get(DataSource));
  await app.listen(config.PORT, config.HOST);
}

const SWEEP_MS = 100;
const LAST_MS = 10_000;

/** Keep-alive sockets would hold the close: idle ones are closed as they become idle, the rest when patience ends. */
function drainOnClose(app: NestFastifyApplication): void {
  const server = app.getHttpServer();
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('preClose', (done) => {
      const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
      const last = setTimeout(() => server.closeAllConnections(), LAST_MS);
      server.once('close', () => {
        clearInterval(sweep);
        clearTimeout(last);
      });
      done();
    });
}
