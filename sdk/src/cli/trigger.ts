import type { PaymentGateway } from '../payment-gateway.js';
import { play, TRIGGERS, type WebhookEventType } from './scenarios.js';

/** Makes an event happen; what takes longer than anybody waits goes out as a sample instead. */
export async function trigger({ gateway, event }: { gateway: PaymentGateway; event: WebhookEventType }): Promise<void> {
  const scenario = TRIGGERS[event];
  if (scenario) {
    const ids = await play(gateway, scenario);
    return console.log(`${event}: ${ids.join(', ')}`);
  }
  let sent = 0;
  for await (const { id, enabled } of gateway.endpoints.list()) {
    if (!enabled) continue;
    const { eventId } = await gateway.endpoints.test(id, { event });
    console.log(`${event}: sample ${eventId} to ${id}`);
    sent += 1;
  }
  if (sent === 0) {
    throw new Error(
      `${event} takes too long to wait for, so it goes out as a sample, and there is no webhook endpoint yet`,
    );
  }
}
