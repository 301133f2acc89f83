import { config } from '../../lib/config';
import Link from '../../ui/link';
import { createOrder, type Given, inBrowser, onServer, pinned, verifyByHand, verifyBySdk } from './samples';
import { razorpayOrder, razorpayScript, razorpayWebhook, stripeSession, stripeWebhook } from './samples-of-clients';
import { type Sample, Section } from './section';
import { TestValues } from './test-values';

const js = (name: Sample['name'], title: string, text: string): Sample => ({
  ...{ name, title, text },
  language: 'javascript',
});
const html = (name: Sample['name'], title: string, text: string): Sample => ({ name, title, text, language: 'html' });

export function Guide({ given, chosen }: { given: Given; chosen: string | undefined }) {
  return (
    <div className="grid min-w-0 gap-6">
      <Section
        id="section-create-order"
        anchor="create-order"
        title="1. Create Order"
        about={
          <>
            An order defines the amount to be paid, in the smallest unit: 50000 paise are ₹500.00. The response contains
            its id. Your server creates it, by plain HTTP, by the SDK (the folder <code className="mono">sdk/</code> of
            the gateway), or by the client of Razorpay or Stripe that you already use.
          </>
        }
        snippet="code-snippet-create-order"
        chosen={chosen}
        samples={[
          { name: 'curl', title: 'curl', language: 'bash', text: createOrder(given) },
          js('node', 'Node SDK', onServer(given)),
          js('razorpay', 'Razorpay client', razorpayOrder(given)),
          js('stripe', 'Stripe client', stripeSession(given)),
        ]}
      />
      <Section
        id="section-sdk-integration"
        anchor="checkout"
        title="2. SDK Integration"
        about={
          <>
            The checkout opens over your page. Without the script, send the shopper to{' '}
            <code className="mono break-all">{config.checkoutUrl}/checkout?order_id=…</code>
            <br />
            <code className="mono">/checkout.js</code> is always the newest. A pinned version never changes: the browser
            refuses it if a single byte differs from the hash.
          </>
        }
        snippet="code-snippet-sdk"
        chosen={chosen}
        samples={[
          html('script', 'checkout.js', inBrowser(given)),
          html('pinned', 'By version and hash', pinned(given)),
          html('razorpay', 'Razorpay’s script', razorpayScript(given)),
        ]}
      />
      <Section
        id="section-webhook-verification"
        anchor="webhook"
        title="3. Verify Webhook Signature"
        about={
          <>
            The browser's result is not a proof: ship on <code className="mono">order.paid</code>, once its signature is
            verified. The secret is that of your{' '}
            <Link className="link" href="/dashboard/webhooks">
              webhook endpoint
            </Link>
            . The same event may arrive twice: drop a <code className="mono">webhook-id</code> that you have already
            processed.
          </>
        }
        snippet="code-snippet-webhook"
        chosen={chosen}
        samples={[
          js('node', 'Node SDK', verifyBySdk),
          js('by-hand', 'node:crypto only', verifyByHand),
          js('razorpay', 'Razorpay client', razorpayWebhook),
          js('stripe', 'Stripe client', stripeWebhook),
        ]}
      />
      <TestValues />
    </div>
  );
}
