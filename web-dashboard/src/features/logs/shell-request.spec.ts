import { describe, expect, it } from '@jest/globals';
import { refusalOfRequest } from './shell-request';

describe('the request shell', () => {
  it.each([
    '/api/v1/payments?limit=3&money_state=paid',
    '/api/v1/orders/order_0V6bT1zq8KJh3mPd',
    '/api/v1/payments?q=asha%40upi',
  ])('reads %s', (path) => expect(refusalOfRequest('GET', path, '', 'live')).toBeUndefined());

  it.each([
    'http://evil.example/api/v1/orders',
    '//evil.example/api/v1/orders',
    '/api/v1/../../metrics',
    '/api/v1/%2e%2e/metrics',
    '/api/v1//orders',
    '/metrics',
    '/api/v1/orders#x',
    '/api/v1/orders\r\nHost: evil',
    '/api/v1/events/stream',
    '/api/v1/payments/pay_1/receipt/pdf',
  ])('refuses %s', (path) => expect(refusalOfRequest('GET', path, '', 'test')).toBeDefined());

  it('writes for test merchants only, and only JSON', () => {
    expect(refusalOfRequest('POST', '/api/v1/orders', '{"amount":100}', 'test')).toBeUndefined();
    expect(refusalOfRequest('POST', '/api/v1/orders', '', 'test')).toBeUndefined();
    expect(refusalOfRequest('POST', '/api/v1/orders', '{amount}', 'test')).toMatch('not JSON');
    expect(refusalOfRequest('POST', '/api/v1/orders', '{}', 'live')).toMatch('only reads');
  });
});
