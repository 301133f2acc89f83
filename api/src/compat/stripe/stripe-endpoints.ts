import type { EndpointDto } from '../../messaging/webhooks/endpoints/endpoint.dto.js';
import { notSupported, STRIPE_VERSION } from './stripe-errors.js';
import { namesOf, STRIPE_TYPES, TRANSLATED, typesOf } from './stripe-events.js';
import { seconds } from './stripe-methods.js';
import type { Parameters } from './stripe-parameters.js';

/** The gateway's types for Stripe's. */
export function eventsOf(sent: Parameters): readonly string[] | '*' | undefined {
  const names = sent.list('enabled_events')?.map(String);
  if (!names || names.includes('*')) return names && '*';
  const unknown = names.find((name) => !STRIPE_TYPES.includes(name));
  if (unknown === undefined) return typesOf(names);
  throw notSupported(`The event ${unknown.slice(0, 60)} (known: ${STRIPE_TYPES.join(', ')})`, 'enabled_events');
}

export function endpointEntity(endpoint: EndpointDto) {
  const events = endpoint.events ?? TRANSLATED;
  return {
    id: endpoint.id,
    object: 'webhook_endpoint' as const,
    api_version: STRIPE_VERSION,
    application: null,
    created: seconds(endpoint.created_at),
    description: endpoint.description,
    // One of the gateway's types may be two of Stripe's, so both are sent, and shown.
    enabled_events: events.length === TRANSLATED.length ? ['*'] : namesOf(events),
    livemode: endpoint.mode === 'live',
    metadata: {},
    status: endpoint.enabled ? ('enabled' as const) : ('disabled' as const),
    url: endpoint.url ?? '',
  };
}
