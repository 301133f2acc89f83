import { expect, it } from '@jest/globals';
import { arrivalWords } from './arrival-words';

const LIVE = { method: 'card', mode: 'live' } as const;

it.each([
  [
    'processed',
    LIVE,
    /^Arrives usually within 7 working days, on the statement of the card\. .* does not report it\.$/,
  ],
  ['pending', { ...LIVE, method: 'upi' }, /within 3 working days, .*, counted from when the bank accepts it\./],
  ['processed', { ...LIVE, method: null }, /^Arrives usually within 7 working days\. /],
  ['processed', { method: 'upi', mode: 'test' }, /^Test mode: no money moves\. A live refund arrives usually/],
  ['failed', LIVE, /^Not sent\. The payer has not got this money back\.$/],
] as const)('when a %s refund of %j arrives', (status, payment, words) =>
  expect(arrivalWords({ status }, payment)).toMatch(words),
);
