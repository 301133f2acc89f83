import { describe, expect, it } from '@jest/globals';
import { isSafeAddress, notificationAddress } from './notification-address.js';

describe('the address for notifications', () => {
  it.each(['https://pay.example.com', 'https://pay.example.com/'])('is below %s', (base) =>
    expect(notificationAddress(base, 'simulated', 'ca_1')).toBe(
      'https://pay.example.com/connectors/simulated/ca_1/notifications',
    ),
  );
  it.each([
    ['https://pay.example.com/x', true],
    ['http://localhost:8000/x', true],
    ['http://127.0.0.1:8000/x', true],
    ['http://pay.example.com/x', false],
    ['http://10.0.0.7/x', false],
  ])('%s is given to an acquirer: %s', (address, isSafe) => expect(isSafeAddress(address)).toBe(isSafe));
});
