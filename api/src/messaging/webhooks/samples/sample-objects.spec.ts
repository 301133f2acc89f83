import { describe, expect, it } from '@jest/globals';
import { type IdKind, isId } from '../../../platform/ids.js';
import { EVENT_TYPES, type EventType } from '../../events/event-types.js';
import { sampleOf } from './sample-objects.js';

const merchant = { id: '550e8400-e29b-41d4-a716-446655440000', mode: 'test', name: 'Shop' } as const;
const now = new Date('2026-01-31T10:00:00.123Z');
const types = EVENT_TYPES.filter((type): type is Exclude<EventType, 'webhook.test'> => type !== 'webhook.test');
const objectOf = (type: (typeof types)[number]) => {
  const { version, data } = sampleOf(type, merchant, now);
  const { object, ...beside } = JSON.parse(`{"object":${data}}`) as Record<string, Record<string, unknown>>;
  return { version, data, object: object ?? {}, beside };
};

describe.each(types)('a sample of %s', (type) => {
  it('carries its own version and the mode of the merchant', () => {
    const { version, object } = objectOf(type);
    expect(object.version).toBe(version);
    expect(object.mode).toBe('test');
    expect(object.created_at).toBe('2026-01-31T10:00:00.123Z');
  });

  it('has an id of its kind that no other sample has', () => {
    const kinds = {
      payment: 'pay',
      order: 'order',
      payment_link: 'plink',
      refund: 'rfnd',
      customer: 'cust',
      api_key: 'key_test',
      endpoint: 'we',
    } as const;
    const kind = kinds[type.split('.')[0] as keyof typeof kinds];
    const [first, second] = [objectOf(type).object.id, objectOf(type).object.id];
    expect(isId(kind as IdKind, first)).toBe(true);
    expect(first).not.toBe(second);
  });

  it('has the form of JSON.stringify, and the keys of every object of its kind', () => {
    const { data, object, beside } = objectOf(type);
    expect(JSON.stringify({ object, ...beside })).toBe(`{"object":${data}}`);
    const sibling = types.find((other) => other.split('.')[0] === type.split('.')[0]) ?? type;
    expect(Object.keys(object)).toEqual(Object.keys(objectOf(sibling).object));
  });
});

it.each([
  ['payment.success', { status: 'success', captured: true, amount_captured: 50000 }],
  ['payment.failed', { status: 'failed', captured: false, error_code: 'PAYMENT_FAILED' }],
  ['order.paid', { status: 'paid', amount_paid: 50000, amount_due: 0 }],
  ['refund.processed', { status: 'processed', processed_at: '2026-01-31T10:00:00.123Z' }],
  ['endpoint.disabled', { enabled: false, disabled_reason: 'failing' }],
] as const)('a sample of %s shows what has happened', (type, expected) => {
  expect(objectOf(type).object).toMatchObject(expected);
});

it('a sample of payment_link.paid also has the payment of the order that the link opened', () => {
  const { object, beside } = objectOf('payment_link.paid');
  expect(object).toMatchObject({ status: 'paid', order_id: expect.stringMatching(/^order_/) });
  expect(beside).toEqual({ payment: expect.objectContaining({ order_id: object.order_id, status: 'success' }) });
});

it('a sample of order.paid also has the payment that paid it', () => {
  const { object, beside } = objectOf('order.paid');
  expect(beside).toEqual({
    payment: expect.objectContaining({ order_id: object.id, status: 'success', captured: true }),
  });
  expect(Object.keys(beside.payment ?? {})).toEqual(Object.keys(objectOf('payment.success').object));
  expect(objectOf('order.expired').beside).toEqual({});
});

it('a sample of a payment also has its order', () => {
  const { object, beside } = objectOf('payment.failed');
  expect(beside).toEqual({
    order: {
      id: object.order_id,
      receipt: 'sample',
      description: object.description,
      notes: {},
      customer: object.customer,
    },
  });
});
