import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { signTestEvent } from '@payment-gateway/sdk/webhooks';
import { ADVICE } from './advice';
import { diagnose, type Diagnosis, parseHeaders, type SignatureInput } from './diagnosis';

const NOW = 1_800_000_000;
const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`;
const [SECRET, OTHER] = [newSecret(), newSecret()];
const BODY = '{"id":"evt_1","event":"payment.success","data":{"note":"चाय ₹5"}}';
const signedBy = (secret: string) => signTestEvent(BODY, secret, { id: 'evt_1', timestamp: NOW });
const [SIGNED, SIGNED_BY_OTHER] = await Promise.all([signedBy(SECRET), signedBy(OTHER)]);
const well: SignatureInput = { body: BODY, headers: SIGNED, secret: SECRET, now: NOW * 1000 };
const FULL = `evt_1.${NOW}.${BODY}`;
const keyOf = (secret: string) => Buffer.from(secret.slice('whsec_'.length), 'base64');
const mac = (key: string | Buffer, text: string, encoding: 'hex' | 'base64') =>
  createHmac('sha256', key).update(text).digest(encoding);
const without = (name: string) => Object.fromEntries(Object.entries(SIGNED).filter(([key]) => key !== name));
const rotating = {
  ...SIGNED,
  'webhook-signature': `${SIGNED_BY_OTHER['webhook-signature']} ${SIGNED['webhook-signature']}`,
  'x-webhook-signature': SIGNED_BY_OTHER['x-webhook-signature'] ?? '',
  'x-webhook-signature-previous': SIGNED['x-webhook-signature'] ?? '',
};

describe('the signature doctor', () => {
  it.each<[Diagnosis, string, Partial<SignatureInput>]>([
    ['good', 'a good delivery', {}],
    ['good', 'the standard scheme alone', { headers: without('x-webhook-signature') }],
    ['good', 'the plain scheme alone', { headers: { 'x-webhook-signature': SIGNED['x-webhook-signature'] ?? '' } }],
    ['good', 'the new secret of a rotation', { headers: rotating, secret: OTHER }],
    ['old_secret', 'the old secret of a rotation', { headers: rotating }],
    ['missing_header', 'no headers', { headers: {} }],
    ['missing_header', 'no id', { headers: without('webhook-id') }],
    ['missing_header', 'no timestamp', { headers: without('webhook-timestamp') }],
    ['stale_timestamp', 'an old delivery', { now: (NOW + 301) * 1000 }],
    ['wrong_secret', 'another endpoint’s secret', { secret: OTHER, ownSecrets: [OTHER, SECRET] }],
    ['wrong_secret', 'a secret of no endpoint', { secret: newSecret(), ownSecrets: [SECRET] }],
    ['probably_wrong_secret', 'another secret, where the right one is not known', { secret: OTHER }],
    ['probably_wrong_secret', 'no secret', { secret: '', ownSecrets: [OTHER] }],
    ['reserialised_body', 'a body written again', { body: JSON.stringify(JSON.parse(BODY), null, 2) }],
    ['changed_whitespace', 'a line break at the end', { body: `${BODY}\n` }],
    ['wrong_text_encoding', 'UTF-8 read as latin1', { body: Buffer.from(BODY).toString('latin1') }],
    ['changed_body', 'another body', { body: BODY.replace('5', '6'), ownSecrets: [OTHER, SECRET] }],
    ['hex_for_base64', 'hex instead of base64', { computed: mac(keyOf(SECRET), FULL, 'hex') }],
    ['hex_for_base64', 'base64 instead of hex', { computed: mac(SECRET, BODY, 'base64') }],
    ['undecoded_secret', 'the secret as text', { computed: `v1,${mac(SECRET, FULL, 'base64')}` }],
    ['undecoded_secret', 'the secret as text, without its prefix', { computed: mac(SECRET.slice(6), FULL, 'base64') }],
    ['body_alone', 'the body alone', { computed: mac(keyOf(SECRET), BODY, 'base64') }],
    ['good', 'what the right code computes', { computed: SIGNED['webhook-signature'] }],
  ])('%s: %s', (diagnosis, _, change) => {
    expect(diagnose({ ...well, ...change })).toBe(diagnosis);
    expect(ADVICE[diagnosis].text.length).toBeGreaterThan(20);
  });

  it.each([
    ['as a log shows them', 'webhook-id: evt_1\nWebhook-Timestamp:  5 \r\n\nX-Webhook-Signature:ab'],
    ['as JSON', '{\n  "webhook-id": "evt_1",\n  "Webhook-Timestamp": "5",\n  "x-webhook-signature": "ab"\n}'],
  ])('reads headers %s', (_, text) =>
    expect(parseHeaders(text)).toEqual({
      'webhook-id': 'evt_1',
      'webhook-timestamp': '5',
      'x-webhook-signature': 'ab',
    }),
  );
});
