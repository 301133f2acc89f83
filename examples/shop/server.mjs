/** A tiny shop: `node examples/shop/server.mjs`, then http://localhost:4242 (PORT, GATEWAY_URL, CHECKOUT_URL, WEBHOOK_URL, LISTEN_ON). */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { constructEvent, PaymentGateway } from '@payment-gateway/sdk';

const { PORT = '4242', GATEWAY_URL = 'http://localhost:8000', CHECKOUT_URL = 'http://localhost:3001' } = process.env;
// A worker in a container reaches the shop at WEBHOOK_URL=http://host.docker.internal:4242/webhooks, with LISTEN_ON=0.0.0.0
const { WEBHOOK_URL = `http://127.0.0.1:${PORT}/webhooks`, LISTEN_ON = '127.0.0.1' } = process.env;
const { API_KEY = 'key_test_abc123', API_SECRET = 'secret_test_xyz789' } = process.env;
const gateway = new PaymentGateway({ apiKey: API_KEY, apiSecret: API_SECRET, baseUrl: GATEWAY_URL });
const page = readFileSync(new URL('./index.html', import.meta.url), 'utf8');

/** The endpoint for the gateway's events; a restart reuses the earlier one. */
async function webhookSecret(url) {
  for await (const { id, url: known, enabled } of gateway.endpoints.list()) {
    if (known === url && enabled) return (await gateway.endpoints.get(id)).secret;
  }
  return (await gateway.endpoints.create({ url, description: 'examples/shop' })).secret;
}

const routes = {
  'GET /': () => ({ type: 'text/html', body: page.replaceAll('%CHECKOUT%', CHECKOUT_URL).replace('%KEY%', API_KEY) }),
  // The server decides the amount, never the browser.
  'POST /orders': async () => {
    const { id } = await gateway.createOrder({ amount: 49900, currency: 'INR', receipt: 'tea-1' });
    return { body: JSON.stringify({ orderId: id }) };
  },
  'POST /webhooks': async (rawBody, headers) => {
    const event = await constructEvent(rawBody, headers, secret); // rejects unless it is genuine and fresh
    if (event.event === 'order.paid') console.log(`verified order.paid ${event.data.order.id}: ship the tea`);
    return { body: '{}' };
  },
};

const secret = await webhookSecret(WEBHOOK_URL);
createServer(async (request, response) => {
  try {
    const route = routes[`${request.method} ${request.url}`] ?? (() => ({ body: '{}' }));
    const { type = 'application/json', body } = await route(await buffer(request), request.headers);
    response.writeHead(200, { 'Content-Type': `${type}; charset=utf-8` }).end(body);
  } catch (error) {
    console.error(error.message);
    response.writeHead(400).end();
  }
}).listen(Number(PORT), LISTEN_ON, () => console.log(`The shop is open at http://localhost:${PORT}`));
