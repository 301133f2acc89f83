import { describe, expect, it } from '@jest/globals';
import { childOf, formatTraceParent, parseTraceParent } from './trace-parent.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

describe('a traceparent', () => {
  it.each([
    [`00-${TRACE}-${SPAN}-01`, true],
    [`00-${TRACE}-${SPAN}-00`, false],
    [`00-${TRACE}-${SPAN}-03`, true],
  ])('%s is read', (text, sampled) => {
    expect(parseTraceParent(text)).toEqual({ traceId: TRACE, spanId: SPAN, sampled });
  });

  it.each([
    undefined,
    null,
    '',
    'nonsense',
    `00-${'0'.repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `00-${TRACE.toUpperCase()}-${SPAN}-01`,
    `ff-${TRACE}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-01-more`,
  ])('%j is none', (text) => {
    expect(parseTraceParent(text)).toBeNull();
  });

  it('is written as it was read', () => {
    const text = `00-${TRACE}-${SPAN}-01`;
    const read = parseTraceParent(text);
    expect(read && formatTraceParent(read)).toBe(text);
  });

  it('is passed on: the trace stays, the span is new, the decision to sample holds', () => {
    const parent = { traceId: TRACE, spanId: SPAN, sampled: false };
    const child = childOf(parent, 1);
    expect(child).toEqual({ traceId: TRACE, spanId: expect.stringMatching(/^[\da-f]{16}$/), sampled: false });
    expect(child.spanId).not.toBe(SPAN);
  });

  it('begins anew where there is none, sampled by the ratio', () => {
    const sampled = (ratio: number) =>
      Array.from({ length: 2_000 }, () => childOf(null, ratio)).filter((c) => c.sampled);
    expect(sampled(0)).toHaveLength(0);
    expect(sampled(1)).toHaveLength(2_000);
    expect(sampled(0.5).length).toBeGreaterThan(800);
    expect(sampled(0.5).length).toBeLessThan(1_200);
  });
});
