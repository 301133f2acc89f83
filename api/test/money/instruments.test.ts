import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectRefusal } from '../support/envelope.js';
import { CARD, Gateway } from '../support/gateway.js';

const VISA = '4111111111111111';
const AMEX = '378282246310005';
/** Month and year of a card that expires `ahead` months from now. */
/** So many months from the month in UTC-12, where each month ends last. */
const expiry = (ahead: number) => {
  const now = new Date(Date.now() - 12 * 3_600_000);
  const then = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1));
  return { expiry_month: then.getUTCMonth() + 1, expiry_year: then.getUTCFullYear() };
};

describe('the instrument of a payment', () => {
  let gateway: Gateway;
  let orderId: string;
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false });
    orderId = (await gateway.order()).id;
  });
  afterAll(() => gateway.stop());

  const pay = (instrument: object) => gateway.api.post('/api/v1/payments', { order_id: orderId, ...instrument });
  const byCard = (fields: object) => pay({ method: 'card', card: { ...CARD, ...fields } });
  const byVpa = (vpa: unknown) => pay({ method: 'upi', vpa });

  it.each([
    'a@upi',
    'asha@u',
    'asha@1upi',
    'asha.rao-99_x@okbank',
    `${'a'.repeat(256)}@upi`,
    'UP@Bank1',
    `ab@b${'c'.repeat(63)}`,
  ])('the VPA %.40s is accepted unchanged', async (vpa) => {
    expect((await byVpa(vpa)).json).toMatchObject({ status: 'pending', method: 'upi', vpa, card_last4: null });
  });

  it.each([
    ...['', 'a', 'asha', '@upi', 'asha@', 'asha@@upi', 'asha@upi@upi', 'asha rao@upi', 'asha@okb.ank'],
    ...[
      `${'a'.repeat(257)}@upi`,
      `ab@b${'c'.repeat(64)}`,
      'asha@upi\n',
      ' asha@upi',
      'आशा@upi',
      'asha@ｕｐｉ',
      4711,
      null,
      ['a1@upi'],
      {},
    ],
  ])('the VPA %j is refused: INVALID_VPA', async (vpa) => {
    expectRefusal(await byVpa(vpa), { status: 400, code: 'INVALID_VPA', field: 'vpa' });
  });

  it.each([
    [{ number: '4111 1111 1111 1111' }, 'visa', '1111'],
    [{ number: '4111-1111-1111-1111' }, 'visa', '1111'],
    [{ number: '４１１１\u00a01111–١١١١ 1111' }, 'visa', '1111'],
    [{ number: '4222222222222' }, 'visa', '2222'],
    [{ number: '2223003122003222' }, 'mastercard', '3222'],
    [{ number: AMEX, cvv: '1234' }, 'amex', '0005'],
    [{ number: '6011111111111117' }, 'discover', '1117'],
    [{ number: '36227206271667' }, 'diners', '1667'],
    [{ number: '3566002020360505' }, 'jcb', '0505'],
    [{ expiry_month: '7', expiry_year: '40' }, 'visa', '1111'],
    [{ expiry_month: '07', expiry_year: '2040' }, 'visa', '1111'],
    [{ expiry_month: 7, expiry_year: 40 }, 'visa', '1111'],
    [{ cvv: '1234' }, 'visa', '1111'],
    [{ number: AMEX, cvv: '123' }, 'amex', '0005'],
    [{ holder_name: '' }, 'visa', '1111'],
  ])(
    'a card with %j is accepted, and only its network and last four digits are stored',
    async (fields, network, last4) => {
      const { status, json, text } = await byCard(fields);
      expect(status).toBe(201);
      expect(json).toMatchObject({ method: 'card', card_network: network, card_last4: last4, vpa: null, flow: null });
      expect(text).not.toMatch(/expiry|cvv|holder|Asha/);
    },
  );

  it.each([
    ['number', { number: '4111111111111112' }],
    ['number', { number: '411111111111' }],
    ['number', { number: `${VISA}1111` }],
    ['number', { number: '4111.1111.1111.1111' }],
    ['number', { number: `${VISA}x` }],
    ['number', { number: '4111.1111.1111.1111' }],
    ['number', { number: '' }],
    ['number', { number: 4111111111111111 }],
    ['expiry_month', { expiry_month: 0 }],
    ['expiry_month', { expiry_month: 13 }],
    ['expiry_month', { expiry_month: '1.5' }],
    ['expiry_month', { expiry_month: '' }],
    ['expiry_year', { expiry_year: 204 }],
    ['expiry_year', { expiry_year: '20400' }],
    ['expiry_year', { expiry_year: 'soon' }],
    ['cvv', { cvv: '12' }],
    ['cvv', { cvv: '12345' }],
    ['cvv', { cvv: '12a' }],
    ['cvv', { cvv: '' }],
  ])('INVALID_CARD names card.%s of %j', async (field, fields) => {
    expectRefusal(await byCard(fields), { status: 400, code: 'INVALID_CARD', field: `card.${field}` });
  });

  it.each(['number', 'expiry_month', 'expiry_year', 'cvv', 'holder_name'])(
    'a card without its %s is refused: BAD_REQUEST_ERROR',
    async (name) => {
      for (const value of [undefined, null]) {
        expectRefusal(await byCard({ [name]: value }), {
          status: 400,
          code: 'BAD_REQUEST_ERROR',
          reason: 'missing_parameter',
          description: `card.${name} is required`,
          field: `card.${name}`,
        });
      }
    },
  );

  it('the CVV of a live card has the digits of its network', async () => {
    const live = await gateway.newMerchant({ mode: 'live' });
    const { id } = await gateway.order({}, live.api);
    const payLive = (number: string, cvv: string) =>
      live.api.post('/api/v1/payments', { order_id: id, method: 'card', card: { ...CARD, number, cvv } });
    for (const [number, cvv] of [
      [VISA, '1234'],
      [AMEX, '123'],
    ] as const)
      expectRefusal(await payLive(number, cvv), { status: 400, code: 'INVALID_CARD', field: 'card.cvv' });
  });

  it('a missing card, or another value in its place, is refused as well', async () => {
    for (const card of [undefined, null, VISA, [CARD], 7]) {
      expectRefusal(await pay({ method: 'card', card }), { status: 400, code: 'BAD_REQUEST_ERROR', field: 'card' });
    }
    const noName = { status: 400, code: 'BAD_REQUEST_ERROR', field: 'card.holder_name' };
    expectRefusal(await byCard({ holder_name: 'x'.repeat(101) }), noName);
  });

  it('a card is valid to the end of the month printed on it, and not a day longer', async () => {
    expect((await byCard(expiry(0))).status).toBe(201);
    expect((await byCard(expiry(1))).status).toBe(201);
    expectRefusal(await byCard(expiry(-1)), { status: 400, code: 'EXPIRED_CARD', field: 'card.expiry_month' });
    const { expiry_month, expiry_year } = expiry(-1);
    const short = { expiry_month: String(expiry_month), expiry_year: String(expiry_year % 100).padStart(2, '0') };
    expectRefusal(await byCard(short), { status: 400, code: 'EXPIRED_CARD' });
  });

  it.each(['cash', 'UPI', 'Card', '', null, ['card'], 7])('there is no method %j', async (method) => {
    const reply = await pay({ method, vpa: 'a1@upi', card: CARD });
    expectRefusal(reply, { status: 400, code: 'BAD_REQUEST_ERROR', field: 'method' });
  });

  it('UPI accepts rupees only; a card accepts the currency of the order', async () => {
    const { id } = await gateway.order({ currency: 'USD' });
    const words = { status: 400, code: 'BAD_REQUEST_ERROR', description: 'UPI takes INR only', field: 'method' };
    expectRefusal(await pay({ order_id: id, method: 'upi', vpa: 'a1@upi' }), words);
    expectRefusal(await pay({ order_id: id, method: 'upi', flow: 'intent' }), words);
    expect((await pay({ order_id: id, method: 'card', card: CARD })).json).toMatchObject({ currency: 'USD' });
  });

  it('input of the other method is neither validated nor stored', async () => {
    const upi = await pay({ method: 'upi', vpa: 'a1@upi', card: { number: 'nonsense' } });
    expect(upi.json).toMatchObject({ method: 'upi', card_network: null, card_last4: null });
    const card = await pay({ method: 'card', card: CARD, vpa: 'nonsense', flow: 'nonsense' });
    expect(card.json).toMatchObject({ method: 'card', vpa: null, flow: null });
    const intent = await pay({ method: 'upi', flow: 'intent', vpa: 'nonsense' });
    expect(intent.json).toMatchObject({ method: 'upi', flow: 'intent', vpa: null });
  });

  it('refused input leaves no payment and does not count as an attempt', async () => {
    const { id } = await gateway.order();
    const refused = [
      { method: 'upi', vpa: 'nobody' },
      { method: 'card', card: { ...CARD, number: '1' } },
      { method: 'card', card: { ...CARD, ...expiry(-1) } },
    ];
    for (const instrument of refused) expect((await pay({ order_id: id, ...instrument })).status).toBe(400);
    expect((await gateway.api.get(`/api/v1/orders/${id}`)).json).toMatchObject({ status: 'created', attempts: 0 });
    expect((await gateway.api.get(`/api/v1/payments?order_id=${id}`)).json.data).toEqual([]);
  });
});
