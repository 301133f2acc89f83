import { createHmac } from 'node:crypto';
import type { BodyFormat } from '../../messaging/webhooks/deliveries/body-formats.js';
import type { SignatureInput } from '../../messaging/webhooks/deliveries/signature.js';
import { eventEntity, type StoredEvent, TRANSLATED } from './stripe-events.js';

/** One signature per valid secret: during a rotation both verify. The key is the whole text of the secret. */
function headers({ body, timestampSeconds, secret, previousSecret }: SignatureInput): Record<string, string> {
  const signed = `${timestampSeconds}.${body}`;
  const secrets = previousSecret ? [secret, previousSecret] : [secret];
  const signatures = secrets.map((each) => `v1=${createHmac('sha256', each).update(signed).digest('hex')}`);
  return {
    'Content-Type': 'application/json; charset=utf-8',
    'User-Agent': 'PaymentGateway-Webhooks/1.0',
    'Stripe-Signature': [`t=${timestampSeconds}`, ...signatures].join(','),
  };
}

export const stripeFormat = (checkoutUrl: string): BodyFormat => ({
  events: TRANSLATED,
  render: (payload) => JSON.stringify(eventEntity(JSON.parse(payload) as StoredEvent, checkoutUrl, 1)),
  headers,
});
