import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { derivedNotificationSecret, verifySimulated } from './simulated-notifications.js';

const NOW = new Date('2026-11-29T12:00:00Z');
const SECONDS = NOW.getTime() / 1000;
const SECRET = 'nsec_present';
const charge = { object: 'charge', reference: 'chg_1', id: 'sim_1', status: 'captured' };
const captured = {
  ...{ ...charge, amount: 500, currency: 'INR', captured: 400, refunded: 0, disputed: 0, method: 'upi' },
};
const processed = {
  ...{ object: 'refund', reference: 'rfnd_1', id: 'simr_1', status: 'processed', amount: 500, currency: 'INR' },
};
const bodyOf = (fields: object = {}) =>
  JSON.stringify({ id: 'evt_1', type: 'charge.captured', data: charge, ...fields });
const signed = (body: string, { seconds = SECONDS, secret = SECRET, secrets = [SECRET], header = '' } = {}) => {
  const hex = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  const headers = { 'acquirer-signature': header || `t=${seconds},v1=${hex}` };
  return verifySimulated({ headers, body: Buffer.from(body), secrets, now: NOW });
};

describe('a notification of the simulated acquirer', () => {
  it('names a charge or page by its reference and id, and a refund as a refund', () => {
    const event = { eventId: 'evt_1', type: 'charge.captured' };
    const ids = [{ kind: 'charge', id: 'sim_1' }];
    expect(signed(bodyOf())).toEqual({ ...event, ids, chargeReference: 'chg_1' });
    const page = { object: 'page', reference: 'chg_1' };
    expect(signed(bodyOf({ data: page }))).toEqual({ ...event, ids: [], chargeReference: 'chg_1' });
    const refund = { object: 'refund', reference: 'rfnd_1', id: null };
    expect(signed(bodyOf({ data: refund }))).toEqual({ ...event, ids: [], refundReference: 'rfnd_1' });
  });

  it('states a capture or a processed refund, if it states no more', () => {
    const stated = { object: 'charge', connectorReference: 'sim_1', amount: 500, currency: 'INR', captured: 400 };
    expect(signed(bodyOf({ data: captured }))?.stated).toEqual(stated);
    const { captured: _, ...refunded } = { ...stated, object: 'refund', connectorReference: 'simr_1' };
    expect(signed(bodyOf({ type: 'refund.processed', data: processed }))?.stated).toEqual(refunded);
  });

  it.each<[string, object]>([
    ['charge.refunded', captured],
    ['charge.disputed', captured],
    ['charge.authorized', { ...captured, captured: 0, status: 'authorized' }],
    ['charge.captured', { ...captured, refunded: 1 }],
    ['charge.captured', { ...captured, disputed: 1 }],
    ['charge.captured', { ...captured, refunded: undefined }],
    ['charge.captured', { ...captured, id: null }],
    ['charge.captured', { ...captured, captured: '400' }],
    ['charge.captured', { ...captured, currency: 'in\0' }],
    ['charge.captured', { ...captured, surplus: [] }],
    ['charge.captured', processed],
    ['refund.failed', processed],
    ['refund.processed', { ...processed, status: 'pending' }],
    ['refund.processed', { ...processed, id: undefined }],
  ])('states nothing that counts as known: %s %j', (type, data) => {
    const verified = signed(bodyOf({ type, data }));
    expect(verified).not.toBeNull();
    expect(verified).not.toHaveProperty('stated');
  });

  it.each([SECONDS - 300, SECONDS + 300])('is accepted with the time %d', (seconds) =>
    expect(signed(bodyOf(), { seconds })).not.toBeNull(),
  );
  it.each([SECONDS - 301, SECONDS + 301, 0])('is refused with the time %d', (seconds) =>
    expect(signed(bodyOf(), { seconds })).toBeNull(),
  );

  it('verifies under the previous secret as well, and under no other', () => {
    expect(signed(bodyOf(), { secret: 'nsec_before', secrets: [SECRET, 'nsec_before'] })).not.toBeNull();
    expect(signed(bodyOf(), { secret: 'nsec_before' })).toBeNull();
    expect(signed(bodyOf(), { secrets: [] })).toBeNull();
    expect(signed(bodyOf(), { secret: '', secrets: [''] })).toBeNull();
  });

  it.each([
    't=1',
    'v1=ab',
    `t=${SECONDS},v1=${'0'.repeat(64)}`,
    `t=${SECONDS},v1=`,
    `v1=${'a'.repeat(64)},t=${SECONDS}`,
  ])('is refused with the signature %s', (header) => expect(signed(bodyOf(), { header })).toBeNull());
  it('is refused without a signature, and if one byte of the body differs', () => {
    const body = Buffer.from(bodyOf());
    expect(verifySimulated({ headers: {}, body, secrets: [SECRET], now: NOW })).toBeNull();
    const hex = createHmac('sha256', SECRET).update(`${SECONDS}.`).update(body).digest('hex');
    body[body.length - 2] = 0x7d;
    const headers = { 'acquirer-signature': `t=${SECONDS},v1=${hex}` };
    expect(verifySimulated({ headers, body: Buffer.concat([body, body]), secrets: [SECRET], now: NOW })).toBeNull();
  });

  it.each<[string]>([
    ['not JSON'],
    ['null'],
    ['[]'],
    [bodyOf({ id: undefined })],
    [bodyOf({ type: 7 })],
    [bodyOf({ data: null })],
    [bodyOf({ data: { ...charge, object: 'customer' } })],
    [bodyOf({ data: { ...charge, reference: '' } })],
    [bodyOf({ data: { ...charge, reference: 'a\0b' } })],
    [bodyOf({ id: 'x'.repeat(256) })],
  ])('is refused with the body %s', (body) => expect(signed(body)).toBeNull());

  it('the derived secret follows from the key alone', () => {
    expect(derivedNotificationSecret('key')).toBe(
      `nsec_${createHmac('sha256', 'key').update('notifications').digest('base64url')}`,
    );
  });
});
