import type { Report } from './report.js';
import type { PaymentGateway } from '../payment-gateway.js';

interface Resend {
  gateway: PaymentGateway;
  eventId: string;
  endpointId: string | undefined;
}

export async function resend({ gateway, eventId, endpointId }: Resend, report: Report): Promise<void> {
  const { data } = await gateway.events.resend(eventId, endpointId ? { endpointId } : {});
  const deliveries = data.map(({ id, endpointId: endpoint, status }) => ({ id, endpoint_id: endpoint, status }));
  const listeners = endpointId === undefined;
  report(`${eventId} is sent again: ${targetOf(endpointId, deliveries.length)}`, {
    type: 'resent',
    event_id: eventId,
    deliveries,
    listeners,
  });
}

function targetOf(endpointId: string | undefined, deliveries: number): string {
  if (endpointId !== undefined) return `to ${endpointId}`;
  return `deliveries to endpoints: ${deliveries}; every listener (pgw listen) receives it too`;
}
