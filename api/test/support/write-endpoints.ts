import { bankCharge } from './bank.js';
import { type Client, newKey } from './client.js';
import { cardOf, type Gateway } from './gateway.js';

/** A write on its own object: the request, another request for the same key, and a count of its effects. */
export interface Write {
  path: string;
  body: object;
  other: object;
  /** The path of the other request, if a body cannot make the difference. */
  otherPath?: string;
  client: Client;
  effects: () => Promise<number>;
}

export interface WriteEndpoint {
  name: string;
  /** A request that is valid now. */
  prepare: (gateway: Gateway) => Promise<Write>;
  /**
   * A request that is refused, and then a valid one that may use its key: the same request if the cause can disappear.
   */
  refused: (gateway: Gateway) => Promise<{ bad: Write; cure: () => Promise<Write> }>;
}

const OTP_CARD = { method: 'card', card: cardOf('4000000000003220') };
const count = async ({ db }: Gateway, text: string, id: string) =>
  (await db.query<{ count: number }>(text, [id])).rows[0]?.count ?? 0;

async function orderCreate(gateway: Gateway): Promise<Write> {
  const receipt = newKey();
  return {
    path: '/api/v1/orders',
    body: { amount: 50_000, receipt },
    other: { amount: 50_001, receipt },
    client: gateway.api,
    effects: () => count(gateway, 'SELECT count(*) FROM orders WHERE receipt = $1', receipt),
  };
}

function orderCancel(gateway: Gateway, id: string): Write {
  const effects = () =>
    count(gateway, `SELECT count(*) FROM events WHERE object_id = $1 AND type = 'order.cancelled'`, id);
  const otherPath = '/api/v1/orders/order_of_another/cancel';
  return { path: `/api/v1/orders/${id}/cancel`, body: {}, other: {}, otherPath, client: gateway.api, effects };
}

/**
 * With an instrument that waits for its shopper: a payment that succeeded would close the order for the following
 * requests.
 */
function paymentCreate(gateway: Gateway, orderId: string, path: string, client: Client): Write {
  return {
    path,
    body: { order_id: orderId, method: 'upi', vpa: 'approve@upi' },
    other: { order_id: orderId, method: 'upi', vpa: 'approve@bank' },
    client,
    effects: () => count(gateway, 'SELECT count(*) FROM payments WHERE order_id = $1', orderId),
  };
}

/** A payment in progress keeps the sweeper from expiring the order before its expiry is moved. */
async function paymentOfOverdueOrder(gateway: Gateway, write: (orderId: string) => Write) {
  const { id } = await gateway.order({ expires_in: 60 });
  await gateway.payment((await gateway.pay(id, OTP_CARD)).id, ['requires_action']);
  const good = write(id);
  const bad = { ...good, effects: async () => (await good.effects()) - 1 };
  await gateway.makeDue('orders', id, 'expires_at');
  const cure = async () => {
    await gateway.db.query(`UPDATE orders SET expires_at = now() + interval '1 hour' WHERE id = $1`, [id]);
    return bad;
  };
  return { bad, cure };
}

function capture(gateway: Gateway, id: string): Write {
  return {
    path: `/api/v1/payments/${id}/capture`,
    body: { amount: 20_000 },
    other: { amount: 30_000 },
    client: gateway.api,
    effects: async () => (await gateway.ledger(id)).filter(({ kind }) => kind === 'capture').length,
  };
}

function cancel(gateway: Gateway, id: string): Write {
  const effects = () =>
    count(gateway, `SELECT count(*) FROM events WHERE object_id = $1 AND type = 'payment.cancelled'`, id);
  const otherPath = '/api/v1/payments/pay_of_another/cancel';
  return { path: `/api/v1/payments/${id}/cancel`, body: {}, other: {}, otherPath, client: gateway.api, effects };
}

function action(gateway: Gateway, id: string): Write {
  return {
    path: `/api/v1/payments/${id}/action`,
    body: { otp: '000000' },
    other: { otp: '123456' },
    client: gateway.shopper,
    effects: async () => 3 - ((await bankCharge(gateway, id))?.otp_attempts_left ?? 0),
  };
}

function refund(gateway: Gateway, paymentId: string, path: string, named: object): Write {
  return {
    path,
    body: { ...named, amount: 1_000 },
    other: { ...named, amount: 2_000 },
    client: gateway.api,
    effects: () => count(gateway, 'SELECT count(*) FROM refunds WHERE payment_id = $1', paymentId),
  };
}

const authorised = async (gateway: Gateway): Promise<string> => {
  const { id } = await gateway.pay((await gateway.order({ capture: 'manual' })).id);
  return (await gateway.payment(id, ['success'])).id;
};
const waiting = async (
  gateway: Gateway,
  instrument: object = OTP_CARD,
  order: object = {},
): Promise<{ id: string; order_id: string }> => {
  const { id } = await gateway.pay((await gateway.order(order)).id, instrument);
  return gateway.payment(id, ['requires_action']);
};

/** Every write of orders, payments and refunds. */
export const WRITE_ENDPOINTS: WriteEndpoint[] = [
  {
    name: 'POST /orders',
    prepare: orderCreate,
    refused: async (gateway) => {
      const good = await orderCreate(gateway);
      return { bad: { ...good, body: { ...good.body, amount: 99 } }, cure: () => Promise.resolve(good) };
    },
  },
  {
    name: 'POST /orders/{id}/cancel',
    prepare: async (gateway) => orderCancel(gateway, (await gateway.order()).id),
    refused: async (gateway) => {
      const { id, order_id } = await waiting(gateway);
      const bad = orderCancel(gateway, order_id);
      return { bad, cure: () => gateway.api.post(`/api/v1/payments/${id}/cancel`).then(() => bad) };
    },
  },
  ...[
    { name: 'POST /payments', path: '/api/v1/payments', client: (gateway: Gateway) => gateway.api },
    { name: 'POST /payments/public', path: '/api/v1/payments/public', client: (gateway: Gateway) => gateway.shopper },
  ].map(({ name, path, client }): WriteEndpoint => {
    const write = (gateway: Gateway, orderId: string) => paymentCreate(gateway, orderId, path, client(gateway));
    return {
      name,
      prepare: async (gateway) => write(gateway, (await gateway.order()).id),
      refused: (gateway) => paymentOfOverdueOrder(gateway, (orderId) => write(gateway, orderId)),
    };
  }),
  {
    name: 'POST /payments/{id}/capture',
    prepare: async (gateway) => capture(gateway, await authorised(gateway)),
    refused: async (gateway) => {
      const { id } = await waiting(gateway, { method: 'upi', vpa: 'approve@upi' }, { capture: 'manual' });
      const bad = capture(gateway, id);
      return {
        bad,
        cure: () => gateway.shopper.post(`/api/v1/payments/${id}/action`, { approve: true }).then(() => bad),
      };
    },
  },
  {
    name: 'POST /payments/{id}/cancel',
    prepare: async (gateway) => cancel(gateway, await authorised(gateway)),
    refused: async (gateway) => {
      const bad = cancel(gateway, (await gateway.captured()).id);
      return { bad, cure: async () => cancel(gateway, await authorised(gateway)) };
    },
  },
  {
    name: 'POST /payments/{id}/action',
    prepare: async (gateway) => action(gateway, (await waiting(gateway)).id),
    refused: async (gateway) => {
      const good = action(gateway, (await waiting(gateway)).id);
      return { bad: { ...good, body: { approve: true } }, cure: () => Promise.resolve(good) };
    },
  },
  ...[
    { name: 'POST /refunds', path: () => '/api/v1/refunds', named: (id: string) => ({ payment_id: id }) },
    { name: 'POST /payments/{id}/refunds', path: (id: string) => `/api/v1/payments/${id}/refunds`, named: () => ({}) },
  ].map(({ name, path, named }): WriteEndpoint => {
    const write = (gateway: Gateway, id: string) => refund(gateway, id, path(id), named(id));
    return {
      name,
      prepare: async (gateway) => write(gateway, (await gateway.captured()).id),
      refused: async (gateway) => {
        const id = await authorised(gateway);
        const bad = write(gateway, id);
        return { bad, cure: () => gateway.api.post(`/api/v1/payments/${id}/capture`).then(() => bad) };
      },
    };
  }),
];
