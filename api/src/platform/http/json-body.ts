import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { ApiError, type ErrorReason } from '../errors/api-error.js';

export const BODY_LIMIT_BYTES = 64 * 1024;
const MAX_DEPTH = 20;
const MAX_FIELD_LENGTH = 200;
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
// With the u flag only lone surrogates match, not those of a pair.
const BAD_TEXT = /[\0\p{Surrogate}]/u;

/** On a route: its body arrives as the bytes that were sent, because a signature covers them. */
export const RAW_BODY = { rawBody: true } as const;

/** Accepts JSON bodies only; others are rejected before a handler runs. */
export function acceptJsonOnly(
  fastify: Pick<FastifyInstance, 'addContentTypeParser' | 'removeAllContentTypeParsers'>,
): void {
  fastify.removeAllContentTypeParsers();
  const options = { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES } as const;
  fastify.addContentTypeParser('application/json', options, (request, body: Buffer, done) => {
    try {
      done(null, isRaw(request.routeOptions.config) ? body : parseJsonBody(body));
    } catch (error) {
      done(error as ApiError);
    }
  });
}

const isRaw = (config: object): boolean => 'rawBody' in config && config.rawBody === true;

/** Reads a request body: strict UTF-8, an object, at most 20 levels deep, with text that a database can store. */
export function parseJsonBody(body: Buffer): Record<string, unknown> {
  const bytes = body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? body.subarray(3) : body;
  if (!isUtf8(bytes)) throw refuse('malformed_json', 'The request body is not valid UTF-8');
  const text = bytes.toString('utf8');
  if (text.trim() === '') return {};
  const value = parse(text);
  // PHP writes an empty map as an empty array.
  if (Array.isArray(value) && value.length === 0) return {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refuse('malformed_json', 'The request body must be a JSON object');
  }
  // In JSON, NUL and lone surrogates can only be written as escapes, so the strings of most bodies need no check.
  inspect(value, '', 1, text.includes('\\u'));
  return value as Record<string, unknown>;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the body, which may hold a card.
    throw refuse('malformed_json', 'The request body is not valid JSON');
  }
}

/** Refuses what no body may hold. `escapes`: its strings may hold text that a database cannot store. */
export function inspect(value: object, path: string, depth: number, escapes: boolean): void {
  if (depth > MAX_DEPTH) {
    throw refuse('malformed_json', `The request body is nested more than ${MAX_DEPTH} levels deep`, path);
  }
  for (const [key, child] of Object.entries(value as Record<string, unknown>)) {
    if (FORBIDDEN_KEYS.has(key)) {
      throw refuse('unknown_parameter', `The key ${key} is not allowed`, join(path, key));
    }
    if (escapes && BAD_TEXT.test(key)) throw badText(path);
    if (typeof child === 'object' && child !== null) inspect(child, join(path, key), depth + 1, escapes);
    else if (escapes && typeof child === 'string' && BAD_TEXT.test(child)) throw badText(join(path, key));
  }
}

function badText(field: string): ApiError {
  return refuse('invalid_text', 'Text must not contain NUL characters or lone surrogates', field);
}

function refuse(reason: ErrorReason, description: string, field?: string): ApiError {
  return new ApiError(reason, description, { field: field?.slice(0, MAX_FIELD_LENGTH) });
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
