import { EVENT_TYPES } from '../generated/contract.js';
import type { PaymentGateway } from '../payment-gateway.js';

export type WebhookEventType = (typeof EVENT_TYPES)[number];

export const isWebhookEvent = (text: string): text is WebhookEventType =>
  (EVENT_TYPES as readonly string[]).includes(text);

/** The test instrument decides the outcome; the following steps wait for it. */
interface Scenario {
  /** A payment link is created, and then paid or cancelled. */
  link?: 'created' | 'paid' | 'cancelled';
  vpa?: string;
  card?: string;
  capture?: 'manual';
  then?: 'capture' | 'cancel' | 'cancelOrder' | 'refund';
  /** The status that the payment must reach first. */
  until?: 'requires_action' | 'success' | 'failed';
}

/** Event types that a test merchant can trigger within seconds, with the scenario of each. */
export const TRIGGERS: Readonly<Partial<Record<WebhookEventType, Scenario>>> = {
  'payment.created': { vpa: 'success@upi' },
  'payment.pending': { vpa: 'success@upi' },
  'payment.requires_action': { vpa: 'approve@upi', until: 'requires_action' },
  'payment.success': { vpa: 'success@upi', until: 'success' },
  'payment.failed': { vpa: 'failure@upi', until: 'failed' },
  'payment.captured': { vpa: 'success@upi', capture: 'manual', until: 'success', then: 'capture' },
  'payment.cancelled': { vpa: 'success@upi', capture: 'manual', until: 'success', then: 'cancel' },
  'order.paid': { vpa: 'success@upi', until: 'success' },
  'order.cancelled': { then: 'cancelOrder' },
  'payment_link.created': { link: 'created' },
  'payment_link.paid': { link: 'paid', vpa: 'success@upi', until: 'success' },
  'payment_link.cancelled': { link: 'cancelled' },
  'refund.created': { vpa: 'success@upi', until: 'success', then: 'refund' },
  'refund.processed': { vpa: 'success@upi', until: 'success', then: 'refund' },
  'refund.failed': { card: '4000000000005126', until: 'success', then: 'refund' },
};

const AMOUNT = 50_000;
const TIMEOUT_MS = 30_000;
const POLL_INTERVAL_MS = 200;

/** The ids of the objects that a scenario created. */
export interface ScenarioResult {
  payment_link_id?: string;
  order_id?: string;
  payment_id?: string;
  refund_id?: string;
}

export async function runScenario(gateway: PaymentGateway, scenario: Scenario): Promise<ScenarioResult> {
  if (!scenario.link) {
    const capture = scenario.capture && { capture: scenario.capture };
    const order = await gateway.createOrder({ amount: AMOUNT, receipt: 'pg trigger', ...capture });
    return runOrder(gateway, order.id, scenario);
  }
  const { id } = await gateway.paymentLinks.create({ amount: AMOUNT, title: 'pg trigger' });
  if (scenario.link === 'cancelled') await gateway.paymentLinks.cancel(id);
  if (scenario.link !== 'paid') return { payment_link_id: id };
  const { orderId } = await gateway.publicPaymentLinks.openOrder(id, {});
  return { payment_link_id: id, ...(await runOrder(gateway, orderId, scenario)) };
}

async function runOrder(gateway: PaymentGateway, orderId: string, scenario: Scenario): Promise<ScenarioResult> {
  if (scenario.then === 'cancelOrder') await gateway.orders.cancel(orderId);
  if (!scenario.vpa && !scenario.card) return { order_id: orderId };
  const payment = scenario.card
    ? await gateway.createPayment({ orderId, method: 'card', card: cardOf(scenario.card) })
    : await gateway.createPayment({ orderId, method: 'upi', vpa: scenario.vpa ?? '' });
  const { until, then } = scenario;
  if (until) await waitForStatus(payment.id, until, async () => (await gateway.getPayment(payment.id)).status);
  if (then === 'capture') await gateway.capturePayment(payment.id);
  if (then === 'cancel') await gateway.cancelPayment(payment.id);
  if (then !== 'refund') return { order_id: orderId, payment_id: payment.id };
  const refund = await gateway.createRefund({ paymentId: payment.id });
  return { order_id: orderId, payment_id: payment.id, refund_id: refund.id };
}

const cardOf = (number: string) => ({
  number,
  expiryMonth: 12,
  expiryYear: 2040,
  cvv: '123',
  holderName: 'pg trigger',
});

/** Any other final status ends the wait as well, because the wanted one cannot follow it. */
async function waitForStatus(id: string, wanted: string, read: () => Promise<string>): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS;
  for (;;) {
    const status = await read();
    if (status === wanted) return;
    if (['success', 'failed', 'cancelled', 'expired'].includes(status)) throw new Error(`${id} ended ${status}`);
    if (Date.now() > deadline) throw new Error(`${id} is still ${status} after 30 s: is a worker running?`);
    await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
  }
}
