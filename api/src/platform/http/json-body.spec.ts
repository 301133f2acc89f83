import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ApiError } from '../errors/api-error.js';
import { parseJsonBody } from './json-body.js';

const nested = (levels: number): string => '{"a":'.repeat(levels - 1) + '{}' + '}'.repeat(levels - 1);

function refusalOf(body: string | Buffer): { description: string; field?: string } {
  try {
    parseJsonBody(Buffer.from(body as string));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    expect(error.code).toBe('BAD_REQUEST_ERROR');
    return { description: error.description, field: error.field };
  }
  throw new Error('the body was accepted');
}

describe('a JSON body', () => {
  it('is read as it was written, emoji and line separators included', () => {
    const key = fc
      .string({ unit: 'grapheme' })
      .filter((text) => !['__proto__', 'constructor', 'prototype'].includes(text));
    const leaf = fc.oneof(
      fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', '')),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
    );
    const tree = fc.letrec((tie) => ({
      node: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('node')), fc.dictionary(key, tie('node'))),
    })).node;
    fc.assert(
      fc.property(fc.dictionary(key, tree), (value) => {
        const text = JSON.stringify(value);
        expect(JSON.stringify(parseJsonBody(Buffer.from(text)))).toBe(text);
      }),
    );
    expect(parseJsonBody(Buffer.from('{"a":"😀\\ud83d\\ude00"}'))).toEqual({ a: '😀😀' });
  });

  it('may begin with a byte order mark, and may be empty', () => {
    expect(parseJsonBody(Buffer.from('\ufeff{"a":1}'))).toEqual({ a: 1 });
    expect(parseJsonBody(Buffer.from(''))).toEqual({});
    expect(parseJsonBody(Buffer.from(' \n'))).toEqual({});
  });

  it('an empty array is an empty map, as PHP writes it', () => {
    expect(parseJsonBody(Buffer.from('[]'))).toEqual({});
    expect(parseJsonBody(Buffer.from(' [ ]\n'))).toEqual({});
  });

  it('is nested 20 levels deep at most', () => {
    expect(parseJsonBody(Buffer.from(nested(20)))).toBeDefined();
    expect(refusalOf(nested(21)).description).toBe('The request body is nested more than 20 levels deep');
    expect(refusalOf(`{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`).description).toMatch(/nested/);
  });

  it.each([
    ['{"amount":', 'The request body is not valid JSON', undefined],
    ['amount=500', 'The request body is not valid JSON', undefined],
    ['[{}]', 'The request body must be a JSON object', undefined],
    ['null', 'The request body must be a JSON object', undefined],
    ['"text"', 'The request body must be a JSON object', undefined],
    ['{"notes":{"__proto__":{"admin":true}}}', 'The key __proto__ is not allowed', 'notes.__proto__'],
    ['{"notes":{"\\u005f_proto__":1}}', 'The key __proto__ is not allowed', 'notes.__proto__'],
    ['{"card":{"constructor":1}}', 'The key constructor is not allowed', 'card.constructor'],
    ['{"prototype":[]}', 'The key prototype is not allowed', 'prototype'],
    ['{"receipt":"a\\u0000b"}', 'Text must not contain NUL characters or lone surrogates', 'receipt'],
    ['{"notes":{"k":"\\ud800"}}', 'Text must not contain NUL characters or lone surrogates', 'notes.k'],
    ['{"notes":{"\\udc00":"v"}}', 'Text must not contain NUL characters or lone surrogates', 'notes'],
    ['{"events":["ok","\\udead"]}', 'Text must not contain NUL characters or lone surrogates', 'events.1'],
  ])('%j is refused: %s', (body, description, field) => {
    expect(refusalOf(body)).toEqual({ description, field });
  });

  it('is refused when its bytes are not UTF-8, and never quoted', () => {
    expect(refusalOf(Buffer.from([0x7b, 0xff, 0x7d])).description).toBe('The request body is not valid UTF-8');
    expect(refusalOf(Buffer.from([0x1f, 0x8b, 0x08, 0x00])).description).toBe('The request body is not valid UTF-8');
    expect(refusalOf('{"number":"4111111111111111"').description).not.toMatch(/4111/);
  });
});
