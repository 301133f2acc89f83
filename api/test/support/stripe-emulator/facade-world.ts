import { amountLimitsOf } from '../../../src/platform/currency.js';
import { facadeWorld } from '../connector-conformance/facade-world.js';
import type { World } from '../connector-conformance/harness.js';
import type { Seen } from '../connector-conformance/wire.js';
import { DEMO_KEY, Gateway } from '../gateway.js';

/** Stripe's unit of an amount, where it is another than the gateway's. */
const UNIT: Readonly<Record<string, number>> = { ISK: 100, UGX: 100, MGA: 1 / 100 };
const ownUnit = (amount: number, currency: string) => Math.round(amount / (UNIT[currency] ?? 1));

/** The smallest order of the gateway, whose façade takes no less. */
export const stripeFacadeMinimum = (currency: string): number => ownUnit(amountLimitsOf(currency).minimum, currency);

/** A second gateway whose façade of Stripe stands for Stripe, with two of its merchants. */
export async function stripeFacadeWorld(seen: Seen): Promise<World> {
  const gateway = await Gateway.start({ env: { BANK_TIMEOUT: '5s' } });
  const other = await gateway.newMerchant();
  return facadeWorld({
    ...{ gateway, seen, url: gateway.baseUrl },
    ...{ key: DEMO_KEY.secret, otherKey: other.apiKey.replace(/^key_/, 'secret_') },
    orderOf: (url) => Promise.resolve(new URL(url).searchParams.get('order_id')),
    isOfCharge: 'p.order_id IN (SELECT o.id FROM orders o WHERE o.receipt = $1)',
    isRefund: `r.notes ->> 'gateway_reference' = $1`,
    isReversal: `r.notes ->> 'gateway_reversal' = $1`,
    unit: ownUnit,
  });
}
