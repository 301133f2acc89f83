import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { Settings } from '../platform/config/config.js';
import { DOCS_SCRIPT_PATH, docsPage } from './docs-page.js';
import { docsScript } from './docs-style.js';
import { openApiDocument } from './document.js';
import { FONT_NAMES, fontPath, readFont } from './fonts.js';
import { REFERENCE_PATH, referencePage } from './reference/reference-page.js';
import { REFERENCE_SCRIPT, REFERENCE_SCRIPT_PATH } from './reference/reference-script.js';

const SCRIPT = 'text/javascript; charset=utf-8';

/** Serves the pages of the document: /docs to try operations, /reference to read, with their scripts and fonts. */
export function serveDocumentPages(app: NestFastifyApplication, config: Settings): void {
  const fastify = app.getHttpAdapter().getInstance();
  const { PUBLIC_API_URL, PUBLIC_DASHBOARD_URL } = config;
  fastify.get(DOCS_SCRIPT_PATH, (_request, reply) => reply.type(SCRIPT).send(docsScript(PUBLIC_DASHBOARD_URL)));
  fastify.get(REFERENCE_SCRIPT_PATH, (_request, reply) => reply.type(SCRIPT).send(REFERENCE_SCRIPT));
  for (const name of FONT_NAMES)
    fastify.get(fontPath(name), async (_request, reply) =>
      reply
        .type('font/woff2')
        .header('Cache-Control', 'public, max-age=86400')
        .send(await readFont(name)),
    );
  SwaggerModule.setup('docs', app, () => openApiDocument(app, PUBLIC_API_URL), docsPage(config));
  let reference: string | undefined;
  fastify.get(REFERENCE_PATH, (_request, reply) => {
    reference ??= referencePage(openApiDocument(app, PUBLIC_API_URL), PUBLIC_DASHBOARD_URL);
    return reply.type('text/html; charset=utf-8').send(reference);
  });
}
