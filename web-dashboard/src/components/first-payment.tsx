import { config } from '../lib/config';
import { Code } from './code';
import { Empty } from './page';

const sample = () => `curl ${config.publicApiUrl}/api/v1/orders \\
  -u "$API_KEY:$API_SECRET" \\
  -H 'Content-Type: application/json' \\
  -d '{"amount": 50000, "currency": "INR"}'`;

/** Shown where payments would be: how the first comes about. */
export function FirstPayment() {
  return (
    <Empty title="No payments yet">
      <p>Create an order, open its payment link, and pay with a test card or VPA.</p>
      <div className="mt-4 text-left">
        <Code text={sample()} />
      </div>
    </Empty>
  );
}
