import { describe, expect, it } from '@jest/globals';
import { amountLimitsOf } from '../../src/platform/currency.js';
import { isErrorReason } from '../../src/platform/errors/error-reasons.js';
import { rows, section, sources, text } from '../support/documents.js';

describe('docs/compatibility.md', () => {
  const page = text('docs/compatibility.md');
  it('quotes the fixed descriptions as the gateway sends them', () => {
    const code = sources('api/src');
    const quoted = [...section(page, 'What you may rely on').matchAll(/"([^"]+)"/g)].map(([, words = '']) => words);
    expect(quoted).toContain('Payment not in capturable state');
    for (const words of quoted.filter((one) => !one.startsWith('amount must'))) expect(code).toContain(words);
  });

  it('names only existing reasons', () => {
    const named = rows(section(page, 'What is refused')).flatMap(
      ([, answer = '']) => /400 `(\w+)`/.exec(answer)?.[1] ?? [],
    );
    expect(named).toEqual(['unknown_parameter', 'repeated_parameter', 'unexpected_body']);
    for (const reason of named) expect(isErrorReason(reason)).toBe(true);
  });

  it('states the limits of the currency table', () => {
    const grouped = (amount: number) => String(amount).replace(/\B(?=(\d{3})+$)/g, ' ');
    const listed = rows(section(page, 'Limits of an amount')).map(([, least, most]) => [least, most]);
    const limits = ['INR', 'JPY', 'IRR'].map(amountLimitsOf);
    expect(listed).toEqual(limits.map(({ minimum, maximum }) => [String(minimum), grouped(maximum)]));
  });
});
