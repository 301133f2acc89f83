import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import Razorpay from 'razorpay';

const page = readFileSync(new URL('../../../docs/facades.md', import.meta.url), 'utf8');
const RESOURCES = ['orders', 'payments', 'refunds', 'customers', 'paymentLink', 'webhooks', 'qrCode'] as const;

/** The names in the first column of the table: `orders.create`, or a whole resource. */
const table = page.slice(page.indexOf('## What is supported of Razorpay'), page.indexOf('## Stripe'));
const named = [...table.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) =>
  [...cell.matchAll(/`([\w.]+)`/g)].map(([, name = '']) => name),
);

describe('docs/facades.md, compared with the client of Razorpay', () => {
  const client = new Razorpay({ key_id: 'a', key_secret: 'b' }) as unknown as Record<string, Record<string, unknown>>;

  it('names every resource and, of those that are supported, every method', () => {
    const resources = Object.keys(client).filter(
      (name) => !['key_id', 'key_secret', 'oauthToken', 'api'].includes(name),
    );
    const methods = RESOURCES.flatMap((name) => Object.keys(client[name] ?? {}).map((method) => `${name}.${method}`));
    const others = resources.filter((name) => !(RESOURCES as readonly string[]).includes(name));
    expect([...named].sort()).toEqual([...methods, ...others].sort());
  });
});
