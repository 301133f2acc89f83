import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  PaymentGatewayError,
  type SignatureFault,
  SignatureVerificationError,
  signTestReturn,
  UsageError,
  verifyReturn,
} from '@payment-gateway/sdk';
import fc from 'fast-check';

const NOW = 1_800_000_000;
const newSecret = () => `rtsec_${randomBytes(32).toString('base64url')}`;
const [SECRET, OTHER] = [newSecret(), newSecret()];
const ORDER = 'order_0V6bT1zKQ2mNc7Xa';
const PAYMENT = 'pay_0V6bT1zq8KJh3mPd';
const SHOP = 'https://shop.example/thanks?cart=7&name=Asha%20Rao#top';
const paid = { orderId: ORDER, paymentId: PAYMENT, status: 'success', timestamp: NOW } as const;
const options = { orderId: ORDER, now: NOW * 1000 };
const changed = (url: string, change: (query: URLSearchParams) => void) => {
  const copy = new URL(url);
  change(copy.searchParams);
  return copy.href;
};

const faultOf = async (call: Promise<unknown>): Promise<SignatureVerificationError> => {
  const error: unknown = await call.then(
    () => new Error('it was accepted'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof SignatureVerificationError) return error;
  throw error;
};

describe('verifyReturn', () => {
  it('returns what the checkout signed, and the merchant’s own parameters are kept', async () => {
    const url = await signTestReturn(SHOP, SECRET, paid);
    expect(await verifyReturn(url, SECRET, options)).toEqual({ ...paid, authorized: false });
    const { searchParams, hash } = new URL(url);
    expect([searchParams.get('cart'), searchParams.get('name'), hash]).toEqual(['7', 'Asha Rao', '#top']);
    // The merchant's own parameters are not signed: a proxy or a campaign may add some.
    const more = changed(url, (query) => query.append('utm_source', 'mail'));
    expect((await verifyReturn(more, SECRET, options)).status).toBe('success');
  });

  it('keeps the merchant’s own parameters with one of our names, and reads ours by their prefix', async () => {
    const url = await signTestReturn('https://shop.example/?order_id=42&status=mine', SECRET, paid);
    const { searchParams } = new URL(url);
    expect([searchParams.get('order_id'), searchParams.get('status')]).toEqual(['42', 'mine']);
    expect(await verifyReturn(url, SECRET, options)).toEqual({ ...paid, authorized: false });
    const forged = changed(url, (query) => query.set('pg_status', 'failed'));
    expect((await faultOf(verifyReturn(forged, SECRET, options))).reason).toBe('no_match');
    const twice = changed(url, (query) => query.append('pg_status', 'success'));
    expect((await faultOf(verifyReturn(twice, SECRET, options))).reason).toBe('duplicate_value');
    // The merchant's own parameters may occur twice.
    const own = changed(url, (query) => query.append('status', 'theirs'));
    expect((await verifyReturn(own, SECRET, options)).status).toBe('success');
    // Prefixed names added to a genuine URL replace the signed ones, and do not verify.
    const plain = await signTestReturn(SHOP, SECRET, paid);
    const added = changed(plain, (query) => query.set('pg_signature', query.get('signature') ?? ''));
    expect((await faultOf(verifyReturn(added, SECRET, options))).reason).toBe('missing_value');
  });

  it('accepts a URL in every form that servers provide', async () => {
    const url = new URL(await signTestReturn(SHOP, SECRET, paid));
    for (const form of [url, url.href, `${url.pathname}${url.search}`, url.search, url.searchParams])
      expect((await verifyReturn(form, SECRET, options)).paymentId).toBe(PAYMENT);
  });

  it('an authorised payment is not paid; a shopper who left without paying has no payment', async () => {
    const authorized = await signTestReturn(SHOP, SECRET, { ...paid, authorized: true });
    expect(await verifyReturn(authorized, SECRET, options)).toMatchObject({ status: 'success', authorized: true });
    const stripped = changed(authorized, (query) => query.delete('authorized'));
    expect((await faultOf(verifyReturn(stripped, SECRET, options))).reason).toBe('no_match');
    const left = await signTestReturn(SHOP, SECRET, { orderId: ORDER, status: 'cancelled', timestamp: NOW });
    expect(await verifyReturn(left, SECRET, options)).toMatchObject({ paymentId: null, status: 'cancelled' });
  });

  it('the genuine return of another order is refused', async () => {
    const cheap = await signTestReturn(SHOP, SECRET, { ...paid, orderId: 'order_0V6bT1zCheapCheap' });
    expect((await faultOf(verifyReturn(cheap, SECRET, options))).reason).toBe('other_order');
    const renamed = changed(cheap, (query) => query.set('order_id', ORDER));
    expect((await faultOf(verifyReturn(renamed, SECRET, options))).reason).toBe('no_match');
    for (const orderId of [undefined, ''])
      await expect(verifyReturn(cheap, SECRET, { ...options, orderId: orderId as string })).rejects.toThrow(UsageError);
  });

  it('accepts either secret during a rotation', async () => {
    const url = await signTestReturn(SHOP, OTHER, paid);
    for (const secrets of [[SECRET, OTHER], ['', OTHER], [OTHER]])
      expect((await verifyReturn(url, secrets, options)).orderId).toBe(ORDER);
    expect((await faultOf(verifyReturn(url, SECRET, options))).reason).toBe('no_match');
  });

  it.each<[string, (query: URLSearchParams) => void, SignatureFault]>([
    ['a better status', (query) => query.set('status', 'captured'), 'no_match'],
    ['another payment', (query) => query.set('payment_id', 'pay_0V6bT1zOtherOther0'), 'no_match'],
    ['a later time', (query) => query.set('timestamp', String(NOW + 1)), 'no_match'],
    ['no signature', (query) => query.delete('signature'), 'missing_signature'],
    ['no timestamp', (query) => query.delete('timestamp'), 'missing_value'],
    ['a time in words', (query) => query.set('timestamp', 'now'), 'invalid_timestamp'],
    ['no order', (query) => query.delete('order_id'), 'no_match'],
    ['a second status', (query) => query.append('status', 'success'), 'duplicate_value'],
    ['a second order', (query) => query.append('order_id', ORDER), 'duplicate_value'],
    ['a line break in a value', (query) => query.set('payment_id', `${PAYMENT}\nsuccess`), 'no_match'],
    ['upper-case hex', (query) => query.set('signature', (query.get('signature') ?? '').toUpperCase()), 'no_match'],
  ])('refuses %s', async (_, change, reason) => {
    const url = changed(await signTestReturn(SHOP, SECRET, paid), change);
    expect(await faultOf(verifyReturn(url, SECRET, options))).toMatchObject({
      code: 'SIGNATURE_VERIFICATION_ERROR',
      reason,
    });
  });

  it.each([
    [300, true],
    [-300, true],
    [301, false],
    [-301, false],
  ])('%i s away from now: %s', async (seconds, accepted) => {
    const url = await signTestReturn(SHOP, SECRET, paid);
    const call = verifyReturn(url, SECRET, { ...options, now: (NOW + seconds) * 1000 });
    if (accepted) expect((await call).status).toBe('success');
    else expect((await faultOf(call)).reason).toBe('outside_tolerance');
  });

  it.each([
    '',
    ' ',
    'rtsec_',
    'rtsec_short',
    `whsec_${randomBytes(32).toString('base64')}`,
    'secret_test_1',
    undefined,
  ])('the secret %j is refused, whatever signed the message', async (secret) => {
    const canonical = ['return.v1', ORDER, PAYMENT, 'success', '', NOW].join('\n');
    const signature = createHmac('sha256', secret ?? '')
      .update(canonical)
      .digest('hex');
    const query = new URLSearchParams({ order_id: ORDER, payment_id: PAYMENT, status: 'success' });
    const url = `/thanks?${query.toString()}&timestamp=${NOW}&signature=${signature}`;
    expect(await faultOf(verifyReturn(url, secret as string, options))).toMatchObject({ reason: 'unusable_secret' });
  });

  it('an invalid URL is an error of the same class', async () => {
    for (const url of [undefined, null, {}, 42, 'http://['])
      expect(await faultOf(verifyReturn(url as string, SECRET, options))).toBeInstanceOf(PaymentGatewayError);
  });

  it('refuses every change of a signed value', async () => {
    const names = fc.constantFrom('order_id', 'payment_id', 'status', 'authorized', 'timestamp', 'signature');
    const url = await signTestReturn(SHOP, SECRET, { ...paid, authorized: true });
    await fc.assert(
      fc.asyncProperty(names, fc.stringMatching(/^\w{0,20}$/), async (name, value) => {
        fc.pre(new URL(url).searchParams.get(name) !== value);
        await faultOf(
          verifyReturn(
            changed(url, (query) => query.set(name, value)),
            SECRET,
            options,
          ),
        );
      }),
    );
  });

  it('the signature is computed as docs/returns.md describes, with the values of its example', async () => {
    const page = readFileSync(new URL('../../docs/returns.md', import.meta.url), 'utf8');
    const [, secret = ''] = /secret: `(rtsec_\S+)`/.exec(page) ?? [];
    const [, canonical = ''] = /```text\n(return\.v1\n[^`]*?)\n```/.exec(page) ?? [];
    const [, url = ''] = /```text\n(https:[^`]*?)\n```/.exec(page) ?? [];
    const { searchParams } = new URL(url);
    expect(searchParams.get('signature')).toBe(createHmac('sha256', secret).update(canonical).digest('hex'));
    const [, orderId = ''] = canonical.split('\n');
    const now = Number(searchParams.get('timestamp')) * 1000;
    expect(await verifyReturn(url, secret, { orderId, now })).toMatchObject({ orderId, status: 'success' });
  });
});
