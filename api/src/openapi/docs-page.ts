import type { SwaggerCustomOptions } from '@nestjs/swagger';
import type { Settings } from '../platform/config/config.js';
import { DOCS_STYLE } from './docs-style.js';

/** Where the page finds its script: its policy takes none that is written into it. */
export const DOCS_SCRIPT_PATH = '/docs/names.js';

/**
 * Swagger UI: operations in the order of the document, which is that of a merchant's tasks, and in a demo run the test
 * merchant's key filled in, so that every operation can be tried at once.
 */
export function docsPage({ DEMO, TEST_API_KEY, TEST_API_SECRET }: Settings): SwaggerCustomOptions {
  const keyOf = (scheme: string, header: string, value: string) => ({
    [scheme]: { name: scheme, schema: { type: 'apiKey', in: 'header', name: header }, value },
  });
  return {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Payment gateway API',
    customCss: DOCS_STYLE,
    customJs: DOCS_SCRIPT_PATH,
    swaggerOptions: {
      persistAuthorization: false,
      docExpansion: 'list',
      defaultModelsExpandDepth: 0,
      displayRequestDuration: true,
      syntaxHighlight: false,
      tryItOutEnabled: true,
      ...(DEMO && {
        authAction: {
          ...keyOf('ApiKey', 'X-Api-Key', TEST_API_KEY),
          ...keyOf('ApiSecret', 'X-Api-Secret', TEST_API_SECRET),
        },
      }),
    },
  };
}
