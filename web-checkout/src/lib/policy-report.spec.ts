import { describe, expect, it } from '@jest/globals';
import { violationsIn } from './policy-report';

const REPORTED = {
  type: 'csp-violation',
  body: {
    effectiveDirective: 'script-src-elem',
    blockedURL: 'https://evil.example/a.js',
    sourceFile: 'https://pay.example/checkout',
    documentURL: 'https://pay.example/checkout?order_id=order_1',
    lineNumber: 12,
  },
};

describe('the violations in a report', () => {
  it.each([
    [
      JSON.stringify([REPORTED]),
      [
        {
          directive: 'script-src-elem',
          blocked: 'https://evil.example/a.js',
          source: 'https://pay.example/checkout',
          page: 'https://pay.example/checkout?order_id=order_1',
          line: 12,
        },
      ],
    ],
    [
      JSON.stringify({ 'csp-report': { 'violated-directive': 'img-src', 'blocked-uri': 'inline', 'line-number': -1 } }),
      [{ directive: 'img-src', blocked: 'inline' }],
    ],
    ['not json', []],
    ['null', []],
    ['[null, 7, {}]', []],
    [JSON.stringify([{ body: { blockedURL: 'x' } }]), []],
  ])('%s', (body, violations) => expect(violationsIn(body)).toEqual(violations));

  it('are at most ten of one body, and shortened', () => {
    const long = { body: { effectiveDirective: 'd'.repeat(999), blockedURL: 'b'.repeat(9999) } };
    const read = violationsIn(JSON.stringify(Array(50).fill(long)));
    expect(read).toHaveLength(10);
    expect([read[0]?.directive.length, read[0]?.blocked.length]).toEqual([100, 500]);
  });
});
