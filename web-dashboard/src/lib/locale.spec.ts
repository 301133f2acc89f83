import { describe, expect, it } from '@jest/globals';
import { countOf, momentOf } from './format';
import { formatLocaleOf } from './locale';
import { amountOf } from './money';

const AT = '2026-11-23T10:20:30.000Z';

describe('the formats of a merchant', () => {
  it.each([
    ['en-IN', '12,34,567', '₹12,34,567.00', '$12,34,567.00', '23 Nov 2026, 15:50:30 IST'],
    ['hi-IN', '12,34,567', '₹12,34,567.00', '$12,34,567.00', '23 Nov 2026, 15:50:30 IST'],
    ['ta', '12,34,567', '₹12,34,567.00', '$12,34,567.00', '23 Nov 2026, 15:50:30 IST'],
    ['en-US', '1,234,567', '₹12,34,567.00', '$1,234,567.00', 'Nov 23, 2026, 15:50:30 GMT+5:30'],
    ['ar-AE', '1,234,567', '₹12,34,567.00', '$1,234,567.00', '23 Nov 2026, 15:50:30 GMT+5:30'],
    ['en-DE', '1.234.567', '₹12,34,567.00', '1.234.567,00 $', '23 Nov 2026, 15:50:30 GMT+5:30'],
  ])('of %s: %s, %s, %s, %s', (locale, count, rupees, dollars, moment) => {
    const formats = formatLocaleOf(locale);
    const shown = [
      countOf(1_234_567, formats),
      amountOf(123_456_700, 'INR', formats),
      amountOf(123_456_700, 'USD', formats).replace('\u00a0', ' '),
      momentOf(AT, 'Asia/Kolkata', formats),
    ];
    expect(shown).toEqual([count, rupees, dollars, moment]);
  });
});
