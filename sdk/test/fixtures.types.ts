/** Code that must compile and code that must not: the tests compile it in a project that installed the package. */
import {
  constructEvent,
  PaymentGateway,
  PaymentGatewayError,
  signTestEvent,
  verifyReturn,
  type WebhookEvent,
} from '@payment-gateway/sdk';
import { PaymentGateway as Checkout } from '@payment-gateway/sdk/browser';
import { isValidVPA } from '@payment-gateway/sdk/validators';
import { constructEvent as sameConstructEvent } from '@payment-gateway/sdk/webhooks';

const gateway = new PaymentGateway({ apiKey: 'k', apiSecret: 's', fetch: (...args) => fetch(...args) });

export async function accepted(): Promise<string> {
  const order = await gateway.createOrder({ amount: 100, currency: 'INR', notes: { any_key: 'as it is' } });
  const { data, response } = await gateway.orders.get(order.id, { timeout: 5 }).withResponse();
  const { id } = await gateway.createPayment({ orderId: data.id, method: 'upi', vpa: 'a@b' });
  await gateway.createPayment({ orderId: order.id, method: 'upi', flow: 'intent' });
  await gateway.createPayment({ orderId: order.id, flow: 'redirect' });
  await gateway.createPayment({ orderId: order.id, flow: 'redirect', method: 'card' });
  const card = { number: '4111111111111111', expiryMonth: 12, expiryYear: '2040', cvv: '123', holderName: 'Asha Rao' };
  await gateway.createPayment({ orderId: order.id, method: 'card', card }, { idempotencyKey: 'k' });
  await gateway.capturePayment(id);
  await gateway.capturePayment(id, { amount: 5 }, { idempotencyKey: 'k' });
  await gateway.payments.cancel(id, { idempotencyKey: 'k' });
  const [charge] = (await gateway.payments.listCharges(id, { timeout: 5 })).data;
  if (charge?.status === 'reversed') return charge.accountLabel ?? charge.connector;
  for await (const refund of gateway.refunds.list({ paymentId: id, createdFrom: new Date(), createdTo: '2026-01-01' }))
    if (refund.status === 'failed') return refund.id;
  const payer = await gateway.customers.create({ name: 'Asha', contact: '+919876543210' });
  const lineItems = [{ name: 'Tea', quantity: 1, amount: 100 }];
  await gateway.createOrder({ amount: 100, description: 'Tea', customer: { id: payer.id }, lineItems });
  await gateway.orders.update(order.id, { receipt: null, notes: { any_key: 'as it is' } }, { idempotencyKey: 'k' });
  await gateway.payments.update(id, { description: 'Tea' });
  for await (const paid of gateway.payments.list({ customerId: payer.id, moneyState: 'partly_refunded' }))
    if (paid.moneyState === 'refunded') return paid.customer?.name ?? paid.id;
  for await (const { captured } of gateway.customers.listPayments(payer.id, { createdTo: new Date() }))
    if (captured) return payer.id;
  if ((await gateway.customers.erase(payer.id)).erasureFinishedAt === null) return payer.id;
  new Checkout({ key: 'k', orderId: order.id, onSuccess: ({ paymentId }) => paymentId.length }).open();
  const event: WebhookEvent = await constructEvent('{}', await signTestEvent('{}', 's'), ['s', undefined]);
  if (event.event === 'refund.processed') return event.data.refund.paymentId;
  if (event.event === 'payment.failed') return event.data.order?.receipt ?? event.data.payment.moneyState;
  if (event.event === 'customer.erased') return event.data.customer.id;
  if (event.event === 'order.paid')
    return event.data.order.amountDue.toFixed() + event.data.payment.amountCaptured.toFixed();
  const { status } = await verifyReturn('/thanks', 's', { orderId: order.id });
  const same: typeof constructEvent = sameConstructEvent;
  return String(isValidVPA(order.currency)) + String(response.status) + status + same.name;
}

export async function refused(id: string, event: WebhookEvent, error: PaymentGatewayError): Promise<void> {
  const order = await gateway.getOrder(id);
  // @ts-expect-error a misspelt filter would list everything
  await gateway.payments.list({ stauts: 'failed' });
  // @ts-expect-error the short name of it
  await gateway.getPayments({ stauts: 'failed' });
  // @ts-expect-error a status that no payment has
  await gateway.payments.list({ status: 'paid' });
  // @ts-expect-error what the bank has is shown as pending
  await gateway.payments.list({ status: 'processing' });
  // @ts-expect-error names of the wire
  await gateway.payments.list({ order_id: id });
  // @ts-expect-error cancelling takes no input: the key would not be sent
  await gateway.payments.cancel(id, undefined, { idempotencyKey: 'k' });
  // @ts-expect-error the short name of it
  await gateway.cancelPayment(id, undefined, { idempotencyKey: 'k' });
  // @ts-expect-error cancelling takes no input
  await gateway.cancelPayment(id, { amount: 5 });
  // @ts-expect-error all charges of a payment are returned: there are no pages
  await gateway.payments.listCharges(id, { limit: 5 });
  // @ts-expect-error getting an object takes no query
  await gateway.orders.get(id, undefined, { timeout: 5 });
  // @ts-expect-error the options take the place of the input
  await gateway.capturePayment(id, { idempotencyKey: 'k' });
  // @ts-expect-error a misspelt option
  await gateway.cancelPayment(id, { idempotency_key: 'k' });
  // @ts-expect-error a read has no idempotency key
  await gateway.getOrder(id, { idempotencyKey: 'k' });
  // @ts-expect-error an id is needed
  await gateway.getOrder();
  // @ts-expect-error ids are text
  await gateway.getOrder(5);
  // @ts-expect-error an amount is needed
  await gateway.createOrder({ currency: 'INR' });
  // @ts-expect-error amounts are numbers
  await gateway.createOrder({ amount: '100' });
  // @ts-expect-error a misspelt field would capture at once
  await gateway.createOrder({ amount: 100, captrue: 'manual' });
  // @ts-expect-error a misspelt field would refund everything
  await gateway.createRefund({ paymentId: id, amout: 5 });
  // @ts-expect-error a Date is no amount
  await gateway.createRefund({ paymentId: id, amount: new Date() });
  // @ts-expect-error collecting needs the address
  await gateway.createPayment({ orderId: id, method: 'upi' });
  // @ts-expect-error an intent goes to no address
  await gateway.createPayment({ orderId: id, method: 'upi', flow: 'intent', vpa: 'a@b' });
  // @ts-expect-error the shopper enters the address on the page
  await gateway.createPayment({ orderId: id, flow: 'redirect', method: 'upi', vpa: 'a@b' });
  // @ts-expect-error a card payment needs a card
  await gateway.createPayment({ orderId: id, method: 'card', vpa: 'a@b' });
  // @ts-expect-error no such method
  await gateway.createPayment({ orderId: id, method: 'cash' });
  // @ts-expect-error a card without its CVV
  await gateway.createPayment({ orderId: id, method: 'card', card: { number: '4', expiryMonth: 1, expiryYear: 30 } });
  // @ts-expect-error an order has no such state
  if (order.status === 'lost') return;
  // @ts-expect-error names of the wire
  console.log(order.amount_due);
  // @ts-expect-error an event holds its own object
  if (event.event === 'refund.processed') console.log(event.data.order);
  // @ts-expect-error the promise is no event yet
  console.log(constructEvent('{}', {}, 's').event);
  // @ts-expect-error a parsed body
  await constructEvent({ event: 'order.paid' }, {}, 's');
  // @ts-expect-error there may be no secret
  await constructEvent('{}', {}, undefined as string | undefined);
  // @ts-expect-error the order that was expected is needed
  await verifyReturn('/thanks', 's');
  // @ts-expect-error a misspelt option would send no credentials
  new PaymentGateway({ apikey: 'k', apiSecret: 's' });
  // @ts-expect-error a code is text
  console.log(error.code === 5);
  // @ts-expect-error no such event
  await gateway.endpoints.create({ url: 'https://shop.example', events: ['order.won'] });
}
