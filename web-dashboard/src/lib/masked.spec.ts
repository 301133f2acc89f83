import { describe, expect, it } from '@jest/globals';
import { masked } from './masked';

describe('a masked secret shows its kind and nothing else', () => {
  it.each([
    ['secret_test_xyz789', 'secret_test_'],
    ['secret_test_AbC_dEf-123_456', 'secret_test_'],
    ['secret_live_-_-_secret_test_', 'secret_live_'],
    ['secret_live___', 'secret_live_'],
    ['whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7o/Demo_32-bytes0=', 'whsec_'],
    ['another_form_of_secret', ''],
    ['', ''],
  ])('%s', (secret, prefix) => expect(masked(secret)).toBe(`${prefix}••••••••••••`));
});
