/** The tea shop with the official client of Razorpay: `node examples/shop-razorpay/server.mjs`, then http://localhost:4243. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import Razorpay from 'razorpay';
import { validatePaymentVerification, validateWebhookSignature } from 'razorpay/dist/utils/razorpay-utils.js';

const { PORT = '4243', GATEWAY_URL = 'http://localhost:8000', WEBHOOK_SECRET = 'secret-of-the-tea-shop' } = process.env;
const { WEBHOOK_URL = `http://127.0.0.1:${PORT}/webhooks`, LISTEN_ON = '127.0.0.1' } = process.env;
const { KEY_ID = 'key_test_abc123', KEY_SECRET = 'secret_test_xyz789' } = process.env;
const razorpay = new Razorpay({ key_id: KEY_ID, key_secret: KEY_SECRET });
razorpay.api.rq.defaults.baseURL = `${GATEWAY_URL}/razorpay`; // the one line that changes
const page = readFileSync(new URL('./index.html', import.meta.url), 'utf8');

/** Razorpay's endpoints are made in its dashboard; here by a call of the gateway's own API, once. */
async function registerWebhook() {
  const api = `${GATEWAY_URL}/api/v1/webhook-endpoints`;
  const headers = { 'X-Api-Key': KEY_ID, 'X-Api-Secret': KEY_SECRET, 'Content-Type': 'application/json' };
  const { data } = await (await fetch(`${api}?limit=100`, { headers })).json();
  if (data.some(({ url, enabled }) => url === WEBHOOK_URL && enabled)) return;
  const body = JSON.stringify({ url: WEBHOOK_URL, format: 'razorpay', secret: WEBHOOK_SECRET });
  await fetch(api, { method: 'POST', headers, body });
}

const routes = {
  'GET /': () => ({ type: 'text/html', body: page.replace('%GATEWAY%', GATEWAY_URL).replace('%KEY%', KEY_ID) }),
  // The server decides the amount, never the browser.
  'POST /orders': async () => ({
    body: JSON.stringify(await razorpay.orders.create({ amount: 49900, currency: 'INR', receipt: 'tea-1' })),
  }),
  'POST /verify': (body) => {
    const { razorpay_order_id: order_id, razorpay_payment_id: payment_id, razorpay_signature } = JSON.parse(body);
    const isGenuine = validatePaymentVerification({ order_id, payment_id }, razorpay_signature, KEY_SECRET);
    return { body: JSON.stringify({ isGenuine }) };
  },
  'POST /webhooks': (body, headers) => {
    const isGenuine = validateWebhookSignature(body, headers['x-razorpay-signature'], WEBHOOK_SECRET);
    if (!isGenuine) throw new Error('a webhook that is not genuine');
    const { event, payload } = JSON.parse(body);
    if (event === 'order.paid') console.log(`verified order.paid ${payload.order.entity.id}: ship the tea`);
    return { body: '{}' };
  },
};

await registerWebhook();
createServer(async (request, response) => {
  try {
    const route = routes[`${request.method} ${request.url}`] ?? (() => ({ body: '{}' }));
    const { type = 'application/json', body } = await route(await text(request), request.headers);
    response.writeHead(200, { 'Content-Type': `${type}; charset=utf-8` }).end(body);
  } catch (error) {
    console.error(error.message ?? error.error?.description);
    response.writeHead(400).end();
  }
}).listen(Number(PORT), LISTEN_ON, () => console.log(`The shop is open at http://localhost:${PORT}`));
