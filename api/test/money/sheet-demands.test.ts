import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CREATE } from '../../src/money/payments/payments.queries.js';
import { CREATE as CREATE_REFUND } from '../../src/money/refunds/refunds.queries.js';
import { DEMO_MERCHANT, Gateway } from '../support/gateway.js';

/** The statements themselves, because the simulated acquirer has everything that a sheet may lack. */
describe('what a connector lacks stores nothing', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start();
    await gateway.api.get('/api/v1/connector-accounts'); // makes the simulated one
  });
  afterAll(() => gateway.stop());

  let serial = 0;
  const id = (kind: string) => `${kind}_${String(++serial).padStart(16, '0')}`;
  const common = () => ({ merchant_id: DEMO_MERCHANT, event_id: id('evt'), actor: 'system', notes: {} });
  const stored = async (text: string, row: object) => (await gateway.db.query(text, [JSON.stringify(row)])).rowCount;

  it.each<[object, object, number]>([
    [{}, {}, 1],
    [{ only_currencies: ['INR'] }, {}, 1],
    [{ only_currencies: ['USD', 'EUR'] }, {}, 0],
    [{ only_captures: ['automatic'] }, {}, 1],
    [{ only_captures: ['automatic'] }, { capture: 'manual' }, 0],
    [{ amount_limits: { INR: { min: 50_000, max: 50_000 } } }, {}, 1],
    [{ amount_limits: { INR: { min: 50_001, max: 90_000 } } }, {}, 0],
    [{ amount_limits: { INR: { min: 1, max: 49_999 } } }, {}, 0],
    [{ amount_limits: { USD: { min: 1, max: 2 } } }, {}, 1],
    [{ amount_limits: { INR: { min: 10, max: 90_000, multipleOf: 10 } } }, {}, 1],
    [{ amount_limits: { INR: { min: 10, max: 90_000, multipleOf: 30_000 } } }, {}, 0],
  ])('a payment with the demands %j of an order %j', async (demands, order, rows) => {
    const { id: orderId } = await gateway.order(order);
    const instrument = { method: 'upi', instrument: 'sim_upi:success' };
    const row = { ...common(), id: id('pay'), order_id: orderId, ...instrument };
    const takers = [{ connector: 'simulated', ...demands }];
    expect(await stored(CREATE.one.text, { ...row, takers })).toBe(rows);
    const { json } = await gateway.api.get(`/api/v1/orders/${orderId}`);
    expect(json.attempts).toBe(rows);
  });

  it.each<[object, number | null, number]>([
    [{ whole_only: false }, 20_000, 1],
    [{ whole_only: true }, 20_000, 0],
    [{ whole_only: true }, 50_000, 1],
    [{ whole_only: true }, null, 1],
    [{ refundable_ms: 0 }, null, 0],
    [{ refundable_ms: 86_400_000 }, null, 1],
    [{ limits: { INR: { min: 20_000, multipleOf: 10_000 } } }, 20_000, 1],
    [{ limits: { INR: { min: 20_001 } } }, 20_000, 0],
    [{ limits: { INR: { min: 10, multipleOf: 30_000 } } }, 20_000, 0],
    [{ limits: { USD: { min: 90_000 } } }, 20_000, 1],
  ])('a refund with the demands %j of %d', async (simulated, wanted, rows) => {
    const payment = await gateway.captured();
    const row = { ...common(), id: id('rfnd'), payment_id: payment.id, wanted, demands: { simulated } };
    expect(await stored(CREATE_REFUND.one.text, row)).toBe(rows);
    const { json } = await gateway.api.get(`/api/v1/payments/${payment.id}`);
    expect(json.amount_refunded > 0).toBe(rows === 1);
  });
});
