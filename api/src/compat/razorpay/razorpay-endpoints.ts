import {
  CreateEndpointDto,
  type EndpointDto,
  UpdateEndpointDto,
} from '../../messaging/webhooks/endpoints/endpoint.dto.js';
import type { EventType } from '../../messaging/events/event-types.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { compileDto } from '../../platform/validation/compile-dto.js';
import { seconds } from './razorpay-entities.js';
import { notSupported } from './razorpay-errors.js';
import { given, isFalse, refuseUnknown, type Sent } from './razorpay-requests.js';
import { accountIdOf, RAZORPAY_NAMES } from './razorpay-webhooks.js';

const newFrom = compileDto(CreateEndpointDto);
const changeFrom = compileDto(UpdateEndpointDto);

const FIELDS = ['url', 'events', 'active', 'alert_email', 'secret'];
const KNOWN = [...new Set(RAZORPAY_NAMES.map(([name]) => name))];

/** Without a secret one is made: the dashboard shows it. `alert_email` has no effect, and the entity says so. */
export function endpointOf(sent: Sent): CreateEndpointDto {
  refuseUnknown(sent, FIELDS);
  const { url, secret } = sent;
  const events = eventsOf(sent['events']);
  if (!events) throw new ApiError('missing_parameter', 'The events field is required.', { field: 'events' });
  const fields = { url, secret, events, enabled: enabledOf(sent), format: 'razorpay' };
  return newFrom(given(fields));
}

export function changedEndpointOf(sent: Sent): UpdateEndpointDto {
  refuseUnknown(sent, FIELDS);
  if (sent['secret'] !== undefined)
    throw notSupported('A new secret: rotate it in the dashboard instead. This', 'secret');
  return changeFrom(given({ url: sent['url'], events: eventsOf(sent['events']), enabled: enabledOf(sent) }));
}

const enabledOf = ({ active }: Sent): boolean | undefined => (active === undefined ? undefined : !isFalse(active));

/** A list of names, or an object whose names are on. The gateway's types for them: see {@link endpointEntity}. */
function eventsOf(sent: unknown): EventType[] | undefined {
  if (sent === undefined || sent === null) return undefined;
  const names = Array.isArray(sent)
    ? sent.map(String)
    : Object.entries(sent as Sent).flatMap(([name, value]) => (isFalse(value) ? [] : [name]));
  const unknown = names.find((name) => !KNOWN.includes(name));
  if (unknown !== undefined)
    throw notSupported(`The event ${unknown.slice(0, 60)} (known: ${KNOWN.join(', ')})`, 'events');
  return [...new Set(RAZORPAY_NAMES.filter(([name]) => names.includes(name)).map(([, type]) => type))];
}

/** A type of the gateway that may be one of two of Razorpay's is shown as both: both are sent. */
export function endpointEntity(endpoint: EndpointDto, merchantId: string) {
  const wanted = RAZORPAY_NAMES.filter(([, type]) => endpoint.events?.includes(type) ?? true).map(([name]) => name);
  return {
    id: endpoint.id,
    created_at: seconds(endpoint.created_at),
    updated_at: seconds(endpoint.updated_at),
    owner_id: accountIdOf(merchantId),
    owner_type: 'merchant' as const,
    context: [],
    disabled_at: endpoint.enabled ? 0 : seconds(endpoint.updated_at),
    url: endpoint.url ?? '',
    alert_email: null,
    secret_exists: true,
    entity: 'webhook' as const,
    active: endpoint.enabled,
    events: [...new Set(wanted)],
  };
}
