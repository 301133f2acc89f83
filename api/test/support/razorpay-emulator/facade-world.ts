import { facadeWorld } from '../connector-conformance/facade-world.js';
import type { World } from '../connector-conformance/harness.js';
import { DEMO_KEY, Gateway } from '../gateway.js';

const linkIdOf = (url: string) => url.split('/').at(-1) ?? '';

/** A second gateway whose façade of Razorpay stands for Razorpay, with two of its merchants. */
export async function razorpayFacadeWorld(): Promise<World> {
  const gateway = await Gateway.start({ env: { BANK_TIMEOUT: '5s' } });
  const other = await gateway.newMerchant();
  return facadeWorld({
    ...{ gateway, url: gateway.baseUrl },
    key: `${DEMO_KEY.key}:${DEMO_KEY.secret}`,
    otherKey: `${other.apiKey}:${other.apiKey.replace(/^key_/, 'secret_')}`,
    async orderOf(url) {
      const opened = await gateway.shopper.post(`/api/v1/payment-links/${linkIdOf(url)}/public/orders`, {});
      return opened.status === 201 ? (opened.json.order_id as string) : null;
    },
    isOfCharge: `p.payment_link_id IN (SELECT l.id FROM payment_links l WHERE l.reference_id = $1)`,
    isRefund: 'r.reason = $1',
    isReversal: `r.reason = $1 || '-reverse'`,
  });
}
