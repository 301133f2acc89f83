/** The values that the samples are filled in with: addresses, the key and the script. */
export interface Given {
  api: string;
  checkout: string;
  /** The version of the browser SDK that this installation serves, and its hash. */
  script: { version: string; integrity: string };
  key: string;
  secret: string;
}

export const createOrder = ({ api, key, secret }: Given) => `curl -X POST ${api}/api/v1/orders \\
  -H "X-Api-Key: ${key}" \\
  -H "X-Api-Secret: ${secret}" \\
  -H "Content-Type: application/json" \\
  -d '{"amount": 50000, "currency": "INR", "receipt": "receipt_1"}'`;

export const onServer = ({ api, key, secret }: Given) => `// server.mjs
import { PaymentGateway } from '@payment-gateway/sdk';

const gateway = new PaymentGateway({
  apiKey: '${key}',
  apiSecret: '${secret}', // never in a browser
  baseUrl: '${api}',
});

// The server decides the amount. 50000 paise are ₹500.00.
const order = await gateway.createOrder({ amount: 50000, currency: 'INR', receipt: 'receipt_1' });
console.log(order.id); // pass it to the page`;

export const inBrowser = ({ checkout, key }: Given) => `<script src="${checkout}/checkout.js"></script>
<button id="pay">Pay ₹500.00</button>
<script>
  const checkout = new PaymentGateway({
    key: '${key}',
    orderId: 'order_…', // from your server
    onSuccess: ({ paymentId }) => console.log('Paid by', paymentId),
    onFailure: ({ error }) => console.log('Not paid:', error),
    onError: ({ reason, message }) => console.warn(reason, message), // then the shopper is sent to the checkout
    onClose: (reason) => console.log('Closed:', reason), // success, failed, dismissed …
  });
  document.querySelector('#pay').onclick = () => checkout.open(); // or checkout.redirect()
</script>`;

export const pinned = ({ checkout, script }: Given) => `<script
  src="${checkout}/checkout-${script.version}.js"
  integrity="${script.integrity}"
  crossorigin="anonymous"
></script>`;

export const verifyBySdk = `import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { constructEvent } from '@payment-gateway/sdk';

createServer(async (request, response) => {
  try {
    const rawBody = await buffer(request); // before any JSON parser
    const event = await constructEvent(rawBody, request.headers, process.env.WEBHOOK_SECRET);
    response.writeHead(200).end();
    if (event.event === 'order.paid') console.log('Ship', event.data.order.id);
  } catch {
    response.writeHead(400).end(); // not genuine, or too old
  }
}).listen(4000);`;

export const verifyByHand = `import { createHmac, timingSafeEqual } from 'node:crypto';

/** rawBody: the bytes as they arrived; headers: as node:http gives them. */
export function isGenuine(rawBody, headers, secret) {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': given = '' } = headers;
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= 300)) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  if (key.length < 24) return false; // an empty key proves nothing
  const hmac = createHmac('sha256', key).update(\`\${id}.\${timestamp}.\`).update(rawBody).digest('base64');
  return given.split(' ').some((one) => isSame(one, \`v1,\${hmac}\`)); // two while a secret is rotated
}

function isSame(given, expected) {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}`;
