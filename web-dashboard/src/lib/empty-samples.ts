import { config } from './config';

const api = config.publicApiUrl;
const AS_KEY = `-u "$API_KEY:$API_SECRET"`;

/** Commands whose result appears in the empty list. */
export const SAMPLES = {
  payment: `curl ${api}/api/v1/orders \\
  ${AS_KEY} \\
  -H 'Content-Type: application/json' \\
  -d '{"amount": 50000, "currency": "INR"}'`,
  refund: `curl ${api}/api/v1/payments/$PAYMENT_ID/refunds \\
  ${AS_KEY} \\
  -H 'Content-Type: application/json' \\
  -d '{"amount": 10000}'`,
  paymentLink: `curl ${api}/api/v1/payment-links \\
  ${AS_KEY} \\
  -H 'Content-Type: application/json' \\
  -d '{"amount": 50000, "title": "Yoga class in March"}'`,
  customer: `curl ${api}/api/v1/customers \\
  ${AS_KEY} \\
  -H 'Content-Type: application/json' \\
  -d '{"name": "Asha Rao", "email": "asha@example.com"}'`,
  event: `curl -N ${api}/api/v1/events/stream \\
  ${AS_KEY}`,
  request: `curl ${api}/api/v1/orders \\
  ${AS_KEY}`,
  delivery: `curl ${api}/api/v1/webhook-endpoints \\
  ${AS_KEY} \\
  -H 'Content-Type: application/json' \\
  -d '{"url": "http://localhost:4000/hooks"}'`,
  inbox: `curl ${api}/api/v1/webhook-endpoints \\
  ${AS_KEY} \\
  -H 'Content-Type: application/json' \\
  -d '{"kind": "inbox"}'`,
} as const;
