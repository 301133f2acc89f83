import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { PaymentGatewayError } from '@payment-gateway/sdk';
import {
  constructEvent,
  type SignatureFault,
  signTestEvent,
  type VerifyOptions,
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
type Headers_ = Record<string, string | undefined>;
const signedBy = (secret: string, body: string | Uint8Array = BODY) =>
  signTestEvent(body, secret, { id: 'evt_0123456789abcdef', timestamp: NOW });
const [SIGNED, BY_OTHER] = await Promise.all([signedBy(SECRET), signedBy(OTHER)]);
const PLAIN = { 'x-webhook-signature': SIGNED['x-webhook-signature'] };
const STANDARD = Object.fromEntries(Object.entries(SIGNED).filter(([name]) => name !== 'x-webhook-signature'));
const plain: VerifyOptions = { ...at, scheme: 'plain' };

const faultOf = async (call: Promise<unknown>): Promise<WebhookVerificationError> => {
  const error: unknown = await call.then(
    () => new Error('it was accepted'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof WebhookVerificationError) return error;
  throw error;
};

describe('constructEvent', () => {
  it('returns the event, typed by its name, in camelCase', async () => {
    const event = await constructEvent(BODY, SIGNED, SECRET, at);
    if (event.event !== 'payment.success') throw new Error('another event');
    expect(event.data.payment).toEqual({ id: 'pay_1', orderId: 'order_1', amount: 50_000 });
    expect(event.merchantId).toBe('m');
  });

  it.each<[string, Parameters<typeof constructEvent>[1]]>([
    ['both schemes', SIGNED],
    ['only the standard scheme', STANDARD],
    [
      'names in capitals',
      Object.fromEntries(Object.entries(SIGNED).map(([name, value]) => [name.toUpperCase(), value])),
    ],
    ['a Headers object', new Headers(SIGNED)],
    ['a Map, as some frameworks have', new Map(Object.entries(SIGNED)) as unknown as Headers],
    ['values as lists', Object.fromEntries(Object.entries(SIGNED).map(([name, value]) => [name, [value]]))],
    [
      'two signatures that fetch joined',
      { ...SIGNED, 'webhook-signature': `${BY_OTHER['webhook-signature']}, ${SIGNED['webhook-signature']}` },
    ],
  ])('accepts %s', async (_, headers) =>
    expect((await constructEvent(BODY, headers, SECRET, at)).id).toBe('evt_0123456789abcdef'),
  );

  it.each<[string, string | Uint8Array | ArrayBuffer]>([
    ['a string', BODY],
    ['a Buffer', Buffer.from(BODY)],
    ['a part of a larger Buffer', Buffer.from(`xx${BODY}yy`).subarray(2, -2)],
    ['a Uint8Array', new Uint8Array(Buffer.from(BODY))],
    ['an ArrayBuffer', new Uint8Array(Buffer.from(BODY)).buffer],
  ])('accepts the body as %s', async (_, body) =>
    expect((await constructEvent(body, SIGNED, SECRET, at)).version).toBe(3),
  );

  it('accepts either secret during a rotation, on either side and in either scheme', async () => {
    const both = {
      'webhook-id': SIGNED['webhook-id'],
      'webhook-timestamp': SIGNED['webhook-timestamp'],
      'webhook-signature': `${BY_OTHER['webhook-signature']} ${SIGNED['webhook-signature']}`,
      'x-webhook-signature': BY_OTHER['x-webhook-signature'],
      'x-webhook-signature-previous': SIGNED['x-webhook-signature'],
    };
    for (const options of [at, plain]) {
      for (const secret of [SECRET, OTHER, ` ${SECRET}\n`, [OTHER, SECRET], ['', undefined, SECRET]])
        expect((await constructEvent(BODY, both, secret, options)).version).toBe(3);
      expect((await constructEvent(BODY, SIGNED, [OTHER, SECRET], options)).version).toBe(3);
    }
  });

  it.each([
    [300, true],
    [-300, true],
    [301, false],
    [-301, false],
  ])('a delivery %i s away from now: %s', async (seconds, accepted) => {
    const open = constructEvent(BODY, SIGNED, SECRET, { now: (NOW + seconds) * 1000 });
    if (accepted) expect((await open).version).toBe(3);
    else expect(await faultOf(open)).toMatchObject({ reason: 'outside_tolerance', description: /300 s/ });
  });

  it('accepts another tolerance, but not NaN', async () => {
    const late = { now: (NOW + 1000) * 1000 };
    expect((await constructEvent(BODY, SIGNED, SECRET, { ...late, tolerance: 1000 })).version).toBe(3);
    for (const tolerance of [999, NaN]) await faultOf(constructEvent(BODY, SIGNED, SECRET, { ...late, tolerance }));
  });

  it.each<[string, string, Headers_, string, SignatureFault]>([
    ['another secret', BODY, SIGNED, OTHER, 'no_match'],
    ['a changed body', BODY.replace('50000', '50001'), SIGNED, SECRET, 'no_match'],
    ['a body parsed and serialised again', JSON.stringify(JSON.parse(BODY), null, 1), SIGNED, SECRET, 'no_match'],
    ['a changed id', BODY, { ...SIGNED, 'webhook-id': 'evt_other' }, SECRET, 'no_match'],
    ['a changed time', BODY, { ...SIGNED, 'webhook-timestamp': String(NOW + 1) }, SECRET, 'no_match'],
    ['no time at all', BODY, { ...SIGNED, 'webhook-timestamp': 'soon' }, SECRET, 'invalid_timestamp'],
    [
      'a time that a lenient parser accepts',
      BODY,
      { ...SIGNED, 'webhook-timestamp': `${NOW}.0` },
      SECRET,
      'invalid_timestamp',
    ],
    ['no timestamp', BODY, { ...SIGNED, 'webhook-timestamp': undefined }, SECRET, 'missing_value'],
    ['no id', BODY, { ...SIGNED, 'webhook-id': undefined }, SECRET, 'missing_value'],
    ['no signature', BODY, { 'webhook-id': 'x' }, SECRET, 'missing_signature'],
    ['an empty signature', BODY, { ...SIGNED, 'webhook-signature': '' }, SECRET, 'missing_signature'],
    [
      'hex instead of base64',
      BODY,
      { ...SIGNED, 'webhook-signature': `v1,${SIGNED['x-webhook-signature']}` },
      SECRET,
      'no_match',
    ],
    [
      'another version',
      BODY,
      { ...SIGNED, 'webhook-signature': (SIGNED['webhook-signature'] ?? '').replace('v1', 'v2') },
      SECRET,
      'no_match',
    ],
    [
      'a valid plain one beside an invalid standard one',
      BODY,
      { ...SIGNED, 'webhook-signature': 'v1,AAAA' },
      SECRET,
      'no_match',
    ],
  ])('refuses %s', async (_, body, headers, secret, reason) => {
    expect(await faultOf(constructEvent(body, headers, secret, at))).toMatchObject({
      name: 'WebhookVerificationError',
      code: 'SIGNATURE_VERIFICATION_ERROR',
      reason,
    });
  });

  it('always checks the time: an old delivery without webhook-signature is refused', async () => {
    const years = { now: (NOW + 10 * 365 * 86_400) * 1000 };
    for (const headers of [PLAIN, { ...PLAIN, 'x-webhook-signature-previous': PLAIN['x-webhook-signature'] }])
      for (const options of [at, years])
        expect(await faultOf(constructEvent(BODY, headers, SECRET, options))).toMatchObject({
          reason: 'missing_signature',
        });
  });

  it('only the receiver can choose the plain scheme, which then is the only one checked', async () => {
    expect((await constructEvent(BODY, PLAIN, SECRET, plain)).version).toBe(3);
    expect(await faultOf(constructEvent(BODY, STANDARD, SECRET, plain))).toMatchObject({ reason: 'missing_signature' });
    const hex = PLAIN['x-webhook-signature'] ?? '';
    expect(hex).toBe(createHmac('sha256', SECRET).update(BODY).digest('hex'));
    for (const wrong of [hex.toUpperCase(), hex.slice(1), `${hex}0`, BY_OTHER['x-webhook-signature']])
      expect(await faultOf(constructEvent(BODY, { 'x-webhook-signature': wrong }, SECRET, plain))).toMatchObject({
        reason: 'no_match',
      });
  });

  /** Secrets that decode to no key or to a guessable one; a lenient decoder makes an empty key of most. */
  const UNUSABLE = ['', 'whsec_', 'whsec_====', 'whsec_!!!!', 'whsec_ ', 'whsec_AA==', ' ', 'whsec_.', 'secret', '\n'];
  /** The text is a valid secret; its decoded bytes are not one. */
  const OTHERS = [`whsec_${randomBytes(23).toString('base64')}`, 'whsec_test_abc123'];

  it.each(UNUSABLE)('the secret %j is refused, whatever signed the message', async (secret) => {
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
    const mac = createHmac('sha256', key).update(`evt_1.${NOW}.${BODY}`).digest('base64');
    const forged = {
      'webhook-id': 'evt_1',
      'webhook-timestamp': String(NOW),
      'webhook-signature': `v1,${mac}`,
      'x-webhook-signature': createHmac('sha256', secret).update(BODY).digest('hex'),
    };
    for (const options of [at, plain]) {
      const alone = await faultOf(constructEvent(BODY, forged, secret, options));
      expect(alone).toMatchObject({ reason: 'unusable_secret', hint: expect.stringContaining('whsec_') });
      const beside = await faultOf(constructEvent(BODY, forged, [SECRET, secret], options));
      expect(['unusable_secret', 'no_match']).toContain(beside.reason);
    }
  });

  it.each(OTHERS)('the secret %j is refused, even if its decoded bytes signed the message', async (secret) => {
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
    const mac = createHmac('sha256', key).update(`evt_1.${NOW}.${BODY}`).digest('base64');
    const forged = { 'webhook-id': 'evt_1', 'webhook-timestamp': String(NOW), 'webhook-signature': `v1,${mac}` };
    expect(await faultOf(constructEvent(BODY, forged, secret, at))).toMatchObject({ reason: 'no_match' });
    const genuine = await signTestEvent(BODY, secret, { id: 'evt_1', timestamp: NOW });
    expect((await constructEvent(BODY, genuine, secret, at)).event).toBe(JSON.parse(BODY).event);
  });

  it.each<[string, unknown]>([
    ['a parsed body', JSON.parse(BODY)],
    ['a Buffer converted to JSON', Buffer.from(BODY).toJSON()],
    ['a missing body', undefined],
    ['null', null],
    ['a list', []],
  ])('%s has its own reason, with a hint', async (_, body) => {
    const error = await faultOf(constructEvent(body as string, SIGNED, SECRET, at));
    expect(error).toMatchObject({ reason: 'parsed_body', hint: expect.stringContaining('express.raw') });
    expect(error.message).toContain('raw body');
    expect(error).toBeInstanceOf(PaymentGatewayError);
  });

  it.each<[string, unknown, unknown]>([
    ['no headers', undefined, SECRET],
    ['headers as text', 'webhook-id: x', SECRET],
    ['no secret', SIGNED, undefined],
    ['a secret that is not text', SIGNED, 42],
    ['no secrets', SIGNED, []],
  ])('%s: the same class of error', async (_, headers, secret) => {
    await faultOf(constructEvent(BODY, headers as Headers, secret as string, at));
  });

  it('a signed body that is not JSON, or not UTF-8', async () => {
    for (const body of ['not json', Buffer.from([0x22, 0xff, 0x22])])
      expect(await faultOf(constructEvent(body, await signedBy(SECRET, body), SECRET, at))).toMatchObject({
        reason: 'invalid_body',
      });
  });

  it('detects one changed byte of any body, and refuses no unchanged body', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.nat(), fc.integer({ min: 1, max: 255 }), async (text, place, change) => {
        const body = Buffer.from(`{"event":"payment.success","data":${text}}`);
        const headers = await signedBy(SECRET, body);
        await constructEvent(body, headers, SECRET, at);
        const forged = Buffer.from(body);
        forged[place % forged.length] = (forged[place % forged.length] ?? 0) ^ change;
        await faultOf(constructEvent(forged, headers, SECRET, at));
      }),
    );
  });
});

describe('by the Standard Webhooks library', () => {
  it('its signatures are accepted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (data) => {
        const body = JSON.stringify({ event: 'payment.success', data });
        const signature = new Webhook(SECRET).sign('evt_1', new Date(NOW * 1000), body);
        const headers = { 'webhook-id': 'evt_1', 'webhook-timestamp': String(NOW), 'webhook-signature': signature };
        await constructEvent(body, headers, SECRET, at);
      }),
    );
  });

  it('our signatures are accepted', async () => {
    const headers = await signTestEvent(BODY, SECRET);
    expect(new Webhook(SECRET).verify(BODY, headers)).toEqual(JSON.parse(BODY));
  });
});
