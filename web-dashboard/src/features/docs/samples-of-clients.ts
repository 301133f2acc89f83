import type { Given } from './samples';

/** Samples for the official clients of Razorpay and Stripe: docs/facades.md. */
export const razorpayOrder = ({ api, key, secret }: Given) => `// npm install razorpay
import Razorpay from 'razorpay';

const razorpay = new Razorpay({ key_id: '${key}', key_secret: '${secret}' });
razorpay.api.rq.defaults.baseURL = '${api}/razorpay'; // the one line that changes

const order = await razorpay.orders.create({ amount: 50000, currency: 'INR', receipt: 'receipt_1' });
console.log(order.id); // pass it to the page`;

export const razorpayScript = ({ api, key }: Given) => `<script src="${api}/razorpay/v1/checkout.js"></script>
<button id="pay">Pay ₹500.00</button>
<script>
  const checkout = new Razorpay({
    key: '${key}',
    order_id: 'order_…', // from your server
    handler: ({ razorpay_payment_id }) => console.log('Paid by', razorpay_payment_id),
    modal: { ondismiss: () => console.log('Closed') },
  });
  document.querySelector('#pay').onclick = () => checkout.open();
</script>`;

export const razorpayWebhook = `import { validateWebhookSignature } from 'razorpay/dist/utils/razorpay-utils.js';

// rawBody: the text as it arrived, before any JSON parser. The endpoint has the format razorpay.
export function isGenuine(rawBody, headers, secret) {
  return validateWebhookSignature(rawBody, headers['x-razorpay-signature'], secret);
}`;

export function stripeSession({ api, secret }: Given): string {
  const { hostname, port, protocol } = new URL(api);
  const place = `{ host: '${hostname}', ${port && `port: ${port}, `}protocol: '${protocol.slice(0, -1)}' }`;
  return `// npm install stripe
import Stripe from 'stripe';

const stripe = new Stripe('${secret}', ${place}); // the one line

const session = await stripe.checkout.sessions.create({
  mode: 'payment',
  line_items: [{ quantity: 1, price_data: { currency: 'inr', unit_amount: 50000, product_data: { name: 'Tea' } } }],
  success_url: 'http://localhost:4244/thanks?session={CHECKOUT_SESSION_ID}',
});
console.log(session.url); // send the shopper there`;
}

export const stripeWebhook = `import Stripe from 'stripe';

// rawBody: the text as it arrived, before any JSON parser. The endpoint has the format stripe.
export function eventOf(rawBody, headers, secret) {
  return Stripe.webhooks.constructEvent(rawBody, headers['stripe-signature'], secret); // throws if it is not genuine
}`;
