import { describe, expect, it } from '@jest/globals';
import { DATABASE_URL, faultsOf } from '../../../test/support/settings.js';
import { readSettings } from './config.js';

describe('the address of an acquirer', () => {
  it('is the official one unless it is set', () => {
    const { STRIPE_API_BASE, RAZORPAY_API_BASE } = readSettings({ DATABASE_URL });
    expect([STRIPE_API_BASE, RAZORPAY_API_BASE]).toEqual(['https://api.stripe.com', 'https://api.razorpay.com']);
  });

  it.each(['https://api.stripe.com', 'http://127.0.0.1:9000', 'http://localhost:9000/stripe', 'https://[::1]:9000'])(
    'may be %s',
    (STRIPE_API_BASE) => expect(faultsOf({ DATABASE_URL, STRIPE_API_BASE })).toEqual([]),
  );

  it.each([
    ...[
      'http://api.stripe.com',
      'https://api.stripe.com.example',
      'https://api.stripe.com@evil.example',
      'api.stripe.com',
    ],
    ...['http://10.0.0.7:9000', 'ftp://127.0.0.1', 'http://user:key@127.0.0.1:9000', 'http://127.0.0.1:9000?key=1'],
    ...['https://api.razorpay.com', 'https://0.0.0.0:9000'],
  ])('is never %s, because credentials are sent there', (STRIPE_API_BASE) => {
    expect(faultsOf({ DATABASE_URL, STRIPE_API_BASE })).toEqual([
      expect.stringContaining('STRIPE_API_BASE: must be https://api.stripe.com, or an address of this machine'),
    ]);
  });
});
