/** The tea shop with the official client of Stripe: `node examples/shop-stripe/server.mjs`, then http://localhost:4244. */
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import Stripe from 'stripe';

const { PORT = '4244', GATEWAY_URL = 'http://localhost:8000', LISTEN_ON = '127.0.0.1' } = process.env;
const { SHOP_URL = `http://localhost:${PORT}`, WEBHOOK_URL = `http://127.0.0.1:${PORT}/webhooks` } = process.env;
const { hostname: host, port, protocol } = new URL(GATEWAY_URL);
const { KEY_SECRET = 'secret_test_xyz789' } = process.env;
const stripe = new Stripe(KEY_SECRET, { host, port, protocol: protocol.slice(0, -1) }); // the one line that changes

const page = (body) => ({ type: 'text/html', body: `<!doctype html><title>Tea shop</title>${body}` });
const tea = { currency: 'inr', unit_amount: 49900, product_data: { name: 'Darjeeling, 100 g' } };
const button = '<form method="post" action="/buy"><button id="buy">Buy for ₹499.00</button></form>';

/** Only the response to the creation has the secret. This shop stores none, so it creates its endpoint at each start. */
async function registerWebhook() {
  const { data } = await stripe.webhookEndpoints.list({ limit: 100 });
  for (const { id } of data.filter(({ url }) => url === WEBHOOK_URL)) await stripe.webhookEndpoints.del(id);
  return stripe.webhookEndpoints.create({ url: WEBHOOK_URL, enabled_events: ['checkout.session.completed'] });
}

const routes = {
  'GET /': () => page(`<h1>Darjeeling, 100 g</h1>${button}`),
  // The server decides the amount, never the browser.
  'POST /buy': async () => {
    const success_url = `${SHOP_URL}/thanks?session={CHECKOUT_SESSION_ID}`;
    const line_items = [{ price_data: tea, quantity: 1 }];
    const wish = { mode: 'payment', line_items, success_url, cancel_url: SHOP_URL };
    return { status: 303, location: (await stripe.checkout.sessions.create(wish)).url };
  },
  'GET /thanks': async (_, query) => {
    const { payment_status, payment_intent } = await stripe.checkout.sessions.retrieve(query.get('session'));
    return page(`<p>${payment_status === 'paid' ? `Paid by ${payment_intent}. Thank you!` : 'Not paid yet'}</p>`);
  },
  'POST /webhooks': (body, _, headers) => {
    const { type, data } = stripe.webhooks.constructEvent(body, headers['stripe-signature'], secret);
    if (type === 'checkout.session.completed') console.log(`verified ${type} ${data.object.id}: ship the tea`);
    return {};
  },
};

const { secret } = await registerWebhook();
createServer(async (request, response) => {
  try {
    const { pathname, searchParams } = new URL(request.url, SHOP_URL);
    const route = routes[`${request.method} ${pathname}`] ?? (() => ({ status: 404 }));
    const answer = await route(await text(request), searchParams, request.headers);
    const { status = 200, type = 'text/plain', location, body } = answer;
    const headers = { 'Content-Type': `${type}; charset=utf-8`, ...(location && { Location: location }) };
    response.writeHead(status, headers).end(body);
  } catch (error) {
    console.error(error.message);
    response.writeHead(400).end();
  }
}).listen(Number(PORT), LISTEN_ON, () => console.log(`The shop is open at http://localhost:${PORT}`));
