import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';

const page = readFileSync(new URL('../../../docs/facades.md', import.meta.url), 'utf8');
const RESOURCES = [
  ...['paymentIntents', 'paymentMethods', 'charges', 'refunds', 'customers', 'checkout.sessions'],
  ...['events', 'webhookEndpoints'],
];
/** What a client has besides its resources. `account` is another name of `accounts`. */
const OTHERS = /^(_.*|VERSION|on|once|off|errors|Decimal|webhooks|account)$/;

/** The names in the first column of the table: `charges.list`, or a whole resource. */
const table = page.slice(page.indexOf('### What is supported of Stripe'));
const named = [...table.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) =>
  [...cell.matchAll(/`([\w.]+)`/g)].map(([, name = '']) => name),
);

describe('docs/facades.md, compared with the client of Stripe', () => {
  const client = new Stripe('secret') as unknown as Record<string, Record<string, object>>;
  const resourceOf = (name: string) =>
    name.split('.').reduce<object>((one, key) => (one as typeof client)[key]!, client);
  const methodsOf = (name: string) =>
    Object.getOwnPropertyNames(Object.getPrototypeOf(resourceOf(name))).filter((method) => method !== 'constructor');

  it('names every resource and, of those that are supported, every method', () => {
    const resources = Object.keys(client).filter((name) => !OTHERS.test(name) && name !== 'checkout');
    const others = resources.filter((name) => !RESOURCES.includes(name));
    const methods = RESOURCES.flatMap((name) => methodsOf(name).map((method) => `${name}.${method}`));
    expect(methods.length).toBeGreaterThan(40);
    expect([...named].sort()).toEqual([...methods, ...others].sort());
  });
});
