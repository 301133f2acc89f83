import { config } from '../../lib/config';
import Link from '../../ui/link';
import { createOrder, type Given, inBrowser, onServer, pinned, verifyByHand, verifyBySdk } from './samples';
import { Section } from './section';
import { TestValues } from './test-values';

export function Guide({ given }: { given: Given }) {
  return (
    <div className="grid gap-6">
      <Section
        id="section-create-order"
        title="1. Create Order"
        about={
          <>
            An order defines the amount to be paid, in the smallest unit: 50000 paise are ₹500.00. The response contains
            its id. Your server creates it, by plain HTTP or by the SDK (the folder <code className="mono">sdk/</code>{' '}
            of the gateway).
          </>
        }
        snippet="code-snippet-create-order"
        samples={[
          { title: 'curl', text: createOrder(given) },
          { title: 'With the SDK', text: onServer(given) },
        ]}
      />
      <Section
        id="section-sdk-integration"
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
        samples={[
          { title: 'In the browser', text: inBrowser(given) },
          { title: 'The script by version and hash', text: pinned(given) },
        ]}
      />
      <Section
        id="section-webhook-verification"
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
        samples={[
          { title: 'With the SDK', text: verifyBySdk },
          { title: 'With node:crypto only', text: verifyByHand },
        ]}
      />
      <TestValues />
    </div>
  );
}
