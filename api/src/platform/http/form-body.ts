import type { FastifyInstance, FastifyRequest } from 'fastify';
import qs from 'qs';
import { ApiError } from '../errors/api-error.js';
import { takesForms } from './facades.js';
import { BODY_LIMIT_BYTES, inspect } from './json-body.js';

const MAX_PARAMETERS = 500;
const MAX_DEPTH = 6;
const MAX_ITEMS = 100;

/** Accepts `application/x-www-form-urlencoded` below the façades' paths. Elsewhere it is no known type. */
export function acceptFormsOfFacades(fastify: Pick<FastifyInstance, 'addContentTypeParser'>): void {
  const options = { parseAs: 'string', bodyLimit: BODY_LIMIT_BYTES } as const;
  fastify.addContentTypeParser('application/x-www-form-urlencoded', options, (request, body: string, done) => {
    try {
      if (takesForms(request)) return done(null, parseForm(body));
      throw new ApiError('unsupported_media_type', 'The request body must be sent as application/json');
    } catch (error) {
      done(error as ApiError);
    }
  });
}

/** Reads `a[b]=1&c[0]=2` as `{a: {b: '1'}, c: ['2']}`: bounded in parameters, depth and items. All values are text. */
export function parseForm(text: string): Record<string, unknown> {
  let parsed: object;
  try {
    parsed = qs.parse(text, {
      decoder: (part) => decodeURIComponent(part.replaceAll('+', ' ')),
      ...{ parameterLimit: MAX_PARAMETERS, depth: MAX_DEPTH, arrayLimit: MAX_ITEMS },
      ...{ strictDepth: true, throwOnLimitExceeded: true, plainObjects: true },
    });
  } catch {
    const limits = `at most ${MAX_PARAMETERS} parameters, ${MAX_DEPTH} levels and ${MAX_ITEMS} items of a list`;
    throw new ApiError('malformed_request', `The form is not valid: percent-encoded UTF-8 with ${limits}`);
  }
  inspect(parsed, '', 1, true);
  // Without a prototype while it is read, so that no name is lost; then an object like those of JSON.
  return JSON.parse(JSON.stringify(parsed)) as Record<string, unknown>;
}

/** The query of a request, with brackets read as in a form. */
export function formQueryOf({ url }: Pick<FastifyRequest, 'url'>): Record<string, unknown> {
  const start = url.indexOf('?');
  return start < 0 ? {} : parseForm(url.slice(start + 1));
}
