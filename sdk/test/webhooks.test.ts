import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  constructEvent,
  signTestEvent,
  verifyWebhookSignature,
  WebhookVerificationError,
} from '@payment-gateway/sdk/webhooks';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';

const NOW = 1_800_000_000;
const at = { now: NOW * 1000 };
const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`;
const SECRET = newSecret();
const OTHER = newSecret();
const BODY = JSON.stringify({
  id: 'evt_0123456789abcdef',
  event: 'payment.success',
  timestamp: NOW,
  version: 3,
  mode: 'test',
  merchant_id: 'm',
  data: { payment: { id: 'pay_1', order_id: 'order_1', amount: 50_000 } },
});
const signed = (body: string | Uint8Array = BODY, secret = SECRET) =>
  signTestEvent(body, secret, { id: 'evt_0123456789abcdef', timestamp: NOW });
const plainOf = (headers: Record<string, string>) => ({ 'x-webhook-signature': headers['x-webhook-signature'] });
const standardOf = ({ 'x-webhook-signature': _, ...rest }: Record<string, string>) => rest;

describe('constructEvent', () => {
  it('gives the event, typed by its name, in camelCase', () => {
    const event = constructEvent(BODY, signed(), SECRET, at);
    if (event.event !== 'payment.success') throw new Error('another event');
    expect(event.data.payment).toEqual({ id: 'pay_1', orderId: 'order_1', amount: 50_000 });
    expect(event.merchantId).toBe('m');
  });

  it.each<[string, Record<string, string | undefined> | Headers]>([
    ['both schemes', signed()],
    ['the standard scheme alone', standardOf(signed())],
    ['the plain scheme alone', plainOf(signed())],
    [
      'names in capitals',
      Object.fromEntries(Object.entries(signed()).map(([name, value]) => [name.toUpperCase(), value])),
    ],
    ['a Headers object', new Headers(signed())],
  ])('takes %s', (_, headers) => expect(constructEvent(BODY, headers, SECRET, at).id).toBe('evt_0123456789abcdef'));

  it.each<[string, string | Uint8Array]>([
    ['a string', BODY],
    ['a Buffer', Buffer.from(BODY)],
    ['a Uint8Array', new Uint8Array(Buffer.from(BODY))],
  ])('takes the body as %s', (_, body) => expect(constructEvent(body, signed(), SECRET, at).version).toBe(3));

  it('takes either secret while one is being rotated, on either side', () => {
    const both = {
      ...signed(),
      'webhook-signature': `${signed(BODY, OTHER)['webhook-signature']} ${signed()['webhook-signature']}`,
    };
    for (const secret of [SECRET, OTHER]) expect(constructEvent(BODY, both, secret, at).version).toBe(3);
    expect(constructEvent(BODY, signed(), [OTHER, SECRET], at).version).toBe(3);
    const plain = {
      'x-webhook-signature': signed(BODY, OTHER)['x-webhook-signature'],
      'x-webhook-signature-previous': signed()['x-webhook-signature'],
    };
    for (const secret of [SECRET, OTHER]) expect(constructEvent(BODY, plain, secret, at).version).toBe(3);
  });

  it.each([
    [300, true],
    [-300, true],
    [301, false],
    [-301, false],
  ])('a delivery %i s away from now: %s', (seconds, accepted) => {
    const open = () => constructEvent(BODY, signed(), SECRET, { now: (NOW + seconds) * 1000 });
    if (accepted) expect(open().version).toBe(3);
    else expect(open).toThrow('more than 300 s away');
  });

  it('another tolerance', () => {
    const late = { now: (NOW + 1000) * 1000 };
    expect(constructEvent(BODY, signed(), SECRET, { ...late, tolerance: 1000 }).version).toBe(3);
    expect(() => constructEvent(BODY, signed(), SECRET, { ...late, tolerance: 999 })).toThrow(WebhookVerificationError);
  });

  it.each<[string, string, Record<string, string | undefined>, string, RegExp]>([
    ['another secret', BODY, signed(), OTHER, /webhook-signature does not match/],
    ['a changed body', BODY.replace('50000', '50001'), signed(), SECRET, /does not match\. Verify the raw body/],
    ['a body parsed and written again', JSON.stringify(JSON.parse(BODY), null, 1), signed(), SECRET, /raw body/],
    ['a changed id', BODY, { ...signed(), 'webhook-id': 'evt_other' }, SECRET, /does not match/],
    ['a changed time', BODY, { ...signed(), 'webhook-timestamp': String(NOW + 1) }, SECRET, /does not match/],
    ['no time at all', BODY, { ...signed(), 'webhook-timestamp': 'soon' }, SECRET, /s away/],
    ['no id', BODY, { ...signed(), 'webhook-id': undefined }, SECRET, /webhook-id is missing/],
    ['no signature', BODY, { 'webhook-id': 'x' }, SECRET, /neither webhook-signature nor X-Webhook-Signature/],
    ['an empty signature', BODY, { ...signed(), 'webhook-signature': '' }, SECRET, /does not match/],
    [
      'the hex in the place of base64',
      BODY,
      { ...signed(), 'webhook-signature': `v1,${signed()['x-webhook-signature']}` },
      SECRET,
      /does not match/,
    ],
    [
      'another version',
      BODY,
      { ...signed(), 'webhook-signature': (signed()['webhook-signature'] ?? '').replace('v1', 'v2') },
      SECRET,
      /does not match/,
    ],
    ['a wrong plain one', BODY, plainOf(signed(BODY, OTHER)), SECRET, /X-Webhook-Signature does not match/],
    // What a forger would try who has only the weaker one: the better scheme decides where it is there.
    [
      'a good plain one beside a bad standard one',
      BODY,
      { ...signed(), 'webhook-signature': 'v1,AAAA' },
      SECRET,
      /webhook-signature does not match/,
    ],
  ])('refuses %s', (_, body, headers, secret, why) => {
    expect(() => constructEvent(body, headers, secret, at)).toThrow(WebhookVerificationError);
    expect(() => constructEvent(body, headers, secret, at)).toThrow(why);
  });

  it('one changed byte of any body is found, and none unchanged is refused', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.integer({ min: 1, max: 255 }), (text, place, change) => {
        const body = Buffer.from(`{"event":"payment.success","data":${text}}`);
        expect(() => constructEvent(body, signed(body), SECRET, at)).not.toThrow();
        const forged = Buffer.from(body);
        forged[place % forged.length] = (forged[place % forged.length] ?? 0) ^ change;
        expect(() => constructEvent(forged, signed(body), SECRET, at)).toThrow(WebhookVerificationError);
      }),
    );
  });
});

describe('by the Standard Webhooks library', () => {
  it('what it signs is accepted', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (data) => {
        const body = JSON.stringify({ event: 'payment.success', data });
        const signature = new Webhook(SECRET).sign('evt_1', new Date(NOW * 1000), body);
        const headers = { 'webhook-id': 'evt_1', 'webhook-timestamp': String(NOW), 'webhook-signature': signature };
        expect(() => constructEvent(body, headers, SECRET, at)).not.toThrow();
      }),
    );
  });

  it('what we sign is accepted', () => {
    const headers = signTestEvent(BODY, SECRET);
    expect(new Webhook(SECRET).verify(BODY, headers)).toEqual(JSON.parse(BODY));
  });
});

describe('verifyWebhookSignature', () => {
  it('is the hex HMAC of the exact body under the whole secret', () => {
    const hex = createHmac('sha256', SECRET).update(BODY).digest('hex');
    expect(verifyWebhookSignature(BODY, hex, SECRET)).toBe(true);
    expect(verifyWebhookSignature(Buffer.from(BODY), hex, SECRET)).toBe(true);
    for (const wrong of ['', hex.toUpperCase(), hex.slice(1), `${hex}0`])
      expect(verifyWebhookSignature(BODY, wrong, SECRET)).toBe(false);
    expect(verifyWebhookSignature(`${BODY} `, hex, SECRET)).toBe(false);
  });

  it.each(['', 'whsec_'])('what is signed with the empty secret %j is no webhook', (empty) => {
    const hex = createHmac('sha256', empty).update(BODY).digest('hex');
    const headers = signTestEvent(BODY, empty, { timestamp: NOW });
    expect(() => verifyWebhookSignature(BODY, hex, empty)).toThrow('The secret is empty');
    expect(() => constructEvent(BODY, headers, [empty], at)).toThrow('The secret is empty');
    expect(() => constructEvent(BODY, headers, [SECRET, empty], at)).toThrow('does not match');
    expect(constructEvent(BODY, signTestEvent(BODY, SECRET, { timestamp: NOW }), [SECRET, empty], at).id).toBeDefined();
  });
});
