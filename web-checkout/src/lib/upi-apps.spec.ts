import { describe, expect, it } from '@jest/globals';
import { ANY_APP, linkFor, UPI_APPS } from './upi-apps';

const LINK = 'upi://pay?pa=shop@bank&pn=Asha&am=500.00&cu=INR&tr=pay_1';

describe('the link of a UPI payment', () => {
  it('has the same parameters in every app', () => {
    for (const scheme of [ANY_APP, ...UPI_APPS.map(([, start]) => start)])
      expect(linkFor(scheme, LINK)).toBe(scheme + 'pa=shop@bank&pn=Asha&am=500.00&cu=INR&tr=pay_1');
  });

  it('is kept if it is not of the usual form', () => {
    expect(linkFor('phonepe://pay?', 'upi://mandate?pa=shop@bank')).toBe('upi://mandate?pa=shop@bank');
  });
});
