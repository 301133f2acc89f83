import { describe, expect, it } from '@jest/globals';
import { placesFor } from './places';

const hrefs = (text: string) => placesFor(text).map(({ href }) => href);

describe('the palette', () => {
  it('lists every page while the input is empty', () => {
    expect(hrefs('')).toHaveLength(15);
    expect(hrefs('')[0]).toBe('/dashboard');
  });

  it.each([
    ['queu', '/dashboard/queues'],
    [' API ', '/dashboard/keys'],
    ['pay_0V6bT1zq8KJh3mPd', '/dashboard/transactions/pay_0V6bT1zq8KJh3mPd'],
    ['order_0V6bT1', '/dashboard/orders?q=order_0V6bT1'],
    ['ORDER_0V6BT1ZQ8KJH3MPD', '/dashboard/orders?q=ORDER_0V6BT1ZQ8KJH3MPD'],
    ['cust_0V6bT1zq8KJh3mPd', '/dashboard/customers/cust_0V6bT1zq8KJh3mPd'],
    ['brand', '/dashboard/settings/branding'],
    ['shell', '/dashboard/logs/shell'],
    ['we_0V6bT1zq8KJh3mPd', '/dashboard/webhooks/endpoints/we_0V6bT1zq8KJh3mPd'],
    ['evt_', '/dashboard/events?q=evt_'],
    ['asha@upi', '/dashboard/transactions?q=asha%40upi'],
  ])('leads %j to %s first', (text, href) => expect(hrefs(text)[0]).toBe(href));
});
