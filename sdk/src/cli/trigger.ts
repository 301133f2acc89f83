import type { Report } from './report.js';
import { runScenario, TRIGGERS, type WebhookEventType } from './scenarios.js';
import type { PaymentGateway } from '../payment-gateway.js';

interface Trigger {
  gateway: PaymentGateway;
  event: WebhookEventType;
}

/** Triggers an event. A type that takes minutes or more is sent to the webhook endpoints as a sample instead. */
export async function trigger({ gateway, event }: Trigger, report: Report): Promise<void> {
  const scenario = TRIGGERS[event];
  if (scenario) {
    const ids = await runScenario(gateway, scenario);
    return report(`${event}: ${Object.values(ids).join(', ')}`, { type: 'triggered', event, ...ids });
  }
  let sent = 0;
  for await (const { id, enabled } of gateway.endpoints.list()) {
    if (!enabled) continue;
    const { eventId } = await gateway.endpoints.test(id, { event });
    report(`${event}: sample ${eventId} to ${id}`, { type: 'sample', event, event_id: eventId, endpoint_id: id });
    sent += 1;
  }
  if (sent === 0) {
    throw new Error(
      `${event} takes too long to wait for, so it is sent as a sample, and there is no webhook endpoint yet`,
    );
  }
}
