import { describe, expect, it } from '@jest/globals';
import { parseHeaders } from './headers.js';

describe('headers for the collector', () => {
  it.each([
    ['', {}],
    ['api-key=abc', { 'api-key': 'abc' }],
    ['Authorization=Basic%20YTpi, x-scope = team=a', { Authorization: 'Basic YTpi', 'x-scope': 'team=a' }],
  ])('%j', (text, headers) => {
    expect(parseHeaders(text)).toEqual(headers);
  });

  it.each(['nothing', '=value', 'two words=1'])('%j is refused', (text) => {
    expect(() => parseHeaders(text)).toThrow('name=value');
  });
});
