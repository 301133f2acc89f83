/** The screens of docs/screens.md, and how to reach each one from the demo data. */
import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { Stop } from './project.mjs';

const TEA = {
  amount: 129_700,
  receipt: 'TEA-2001',
  description: 'Tea and cups',
  lineItems: [
    { name: 'Assam breakfast tea, 250 g', quantity: 2, amount: 34_900 },
    { name: 'Clay cups, set of six', quantity: 1, amount: 59_900 },
  ],
};
const POLL_INTERVAL_MS = 250;
const MAX_POLLS = 60;

/** A receiver of webhooks on this machine, which is out of order for one type of event, and its endpoint. */
export async function openShop(gateway) {
  const server = createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      const isFailing = JSON.parse(Buffer.concat(parts).toString()).event === 'payment.failed';
      response.writeHead(isFailing ? 500 : 200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(isFailing ? { error: 'out of stock' } : { received: true }));
    });
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${server.address().port}/webhooks`;
  const endpoint = await gateway.endpoints.create({ url, description: 'Tea shop' });
  return {
    endpoint: endpoint.id,
    async close() {
      await gateway.endpoints.delete(endpoint.id);
      server.close();
    },
  };
}

/** Polls until the list has a row. */
async function firstWhen(list) {
  for (let polls = 0; polls < MAX_POLLS; polls++) {
    const found = await firstOf(list());
    if (found) return found;
    await wait(POLL_INTERVAL_MS);
  }
}

/** An order of the demo shop with a payment that has reached one of the states. */
async function checkoutWith(gateway, vpa, states) {
  const { id } = await gateway.createOrder(TEA);
  const payment = await gateway.createPayment({ orderId: id, method: 'upi', vpa });
  for (let polls = 0; polls < MAX_POLLS; polls++) {
    if (states.includes((await gateway.getPayment(payment.id)).status)) break;
    await wait(POLL_INTERVAL_MS);
  }
  return `/checkout?order_id=${id}&payment_id=${payment.id}`;
}

const firstOf = async (list) => (await list).data[0]?.id;

/** Name, program, and path of each of the 20 screens. Reads the newest objects, and makes what the demo data lacks. */
export async function screensOf(gateway, session, { endpoint }) {
  const [payment, order, refund, customer, link] = await Promise.all([
    firstOf(gateway.payments.list({ moneyState: 'partly_refunded', limit: 1 })),
    firstOf(gateway.orders.list({ status: 'paid', limit: 1 })),
    firstOf(gateway.refunds.list({ limit: 1 })),
    firstOf(gateway.customers.list({ limit: 1 })),
    gateway.paymentLinks.create({ amount: 129_700, title: 'Tea and cups' }).then(({ id }) => id),
  ]);
  if (![payment, order, refund, customer].every(Boolean))
    throw new Stop('The demo data is not complete yet: wait until Home shows sixty days, then run this again.');
  const { id: fresh } = await gateway.createOrder(TEA);
  const approve = await checkoutWith(gateway, 'approve@upi', ['requires_action', 'processing']);
  const success = await checkoutWith(gateway, 'success@upi', ['success']);
  const failure = await checkoutWith(gateway, 'nofunds@upi', ['failed']);
  await gateway.createOrder({ ...TEA, amount: 1, lineItems: undefined }).catch(() => {}); // refused, for the log
  const [delivery, log] = await Promise.all([
    firstWhen(() => gateway.webhookLogs.list({ endpoint, event: 'payment.failed', limit: 1 })),
    firstWhen(() => session.requestLogs.list({ status: '400', method: 'POST', limit: 1 })),
  ]);
  const dashboard = (name, path) => [name, 'dashboard', `/dashboard${path}`];
  const checkout = (name, path) => [name, 'checkout', path];
  return [
    ['01-sign-in', 'dashboard', '/login'],
    dashboard('02-home', '?range=month'),
    dashboard('03-transactions', '/transactions'),
    dashboard('04-payment', `/transactions/${payment}`),
    dashboard('05-orders', '/orders'),
    dashboard('06-order', `/orders/${order}`),
    dashboard('07-refund', `/refunds/${refund}`),
    dashboard('08-customer', `/customers/${customer}`),
    dashboard('09-payment-link', `/payment-links/${link}`),
    dashboard('10-webhooks', '/webhooks'),
    dashboard('11-endpoint', `/webhooks/endpoints/${endpoint}`),
    dashboard('12-delivery', `/webhooks/deliveries/${delivery}`),
    dashboard('13-doctor', `/webhooks/doctor?delivery=${delivery}`),
    dashboard('14-request', `/logs/${log}`),
    dashboard('15-keys', '/keys'),
    dashboard('16-settings', '/settings/branding'),
    checkout('17-checkout', `/checkout?order_id=${fresh}`),
    checkout('18-approve', approve),
    checkout('19-success', success),
    checkout('20-failure', failure),
  ];
}
