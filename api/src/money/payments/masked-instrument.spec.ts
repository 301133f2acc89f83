import { expect, it } from '@jest/globals';
import { maskedInstrument } from './masked-instrument.js';

const NONE = { vpa: null, card_network: null, card_last4: null };

it.each([
  [{ ...NONE, card_network: 'visa', card_last4: '1111' }, 'visa •••• 1111'],
  [{ ...NONE, card_network: 'unknown', card_last4: '0000' }, 'card •••• 0000'],
  [{ ...NONE, vpa: 'asha.rao@okbank' }, 'as•••@okbank'],
  [{ ...NONE, vpa: 'a@upi' }, '•••@upi'],
  [NONE, null],
])('a payer sees %j as %j', (instrument, shown) => expect(maskedInstrument(instrument)).toBe(shown));
