import { DEMO_MERCHANT } from '../accounts/demo/demo-merchant.js';
import { EVENT_OBJECTS, type EventType } from '../messaging/events/event-types.js';
import { attemptHeaders } from '../messaging/webhooks/deliveries/signature.js';
import { sampleOf } from '../messaging/webhooks/samples/sample-objects.js';

/** The time of everything in the document's examples. */
export const EXAMPLE_TIME = new Date('2026-01-31T09:30:00.000Z');
/** Example ids differ by their prefix only. */
export const exampleId = (prefix: string) => `${prefix}_0V6bT1zq8KJh3mPd`;
export const EXAMPLE_SECRET = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDemo32bytes0=';

const EXAMPLE_SECONDS = EXAMPLE_TIME.getTime() / 1000;
const MERCHANT = { id: DEMO_MERCHANT.id, name: DEMO_MERCHANT.name, mode: 'test' } as const;

interface SampleObject {
  version: number;
  object: Record<string, unknown>;
  /** The second object in the event's data. */
  beside?: Record<string, unknown>;
}

/** The object of a sample event, as `POST /webhook-endpoints/{id}/test` sends it, with the document's ids. */
export function sampleObject(type: EventType): SampleObject {
  if (type === 'webhook.test') {
    const { version, object } = sampleObject('endpoint.disabled');
    const { beside } = sampleObject('order.paid');
    return { version, object: { ...object, enabled: true, disabled_reason: null }, ...(beside && { beside }) };
  }
  const { version, data } = sampleOf(type, MERCHANT, EXAMPLE_TIME);
  const { object, ...beside } = JSON.parse(`{"object":${data}}`, withExampleIds) as Pick<SampleObject, 'object'>;
  return { version, object, beside };
}

function withExampleIds(_: string, value: unknown): unknown {
  const [, prefix] = typeof value === 'string' ? (/^([a-z]+(?:_[a-z]+)*)_[A-Za-z0-9]{16}$/.exec(value) ?? []) : [];
  return prefix === undefined ? value : exampleId(prefix);
}

/** The body of a webhook. */
export function eventBody(type: EventType): Record<string, unknown> {
  const { version, object, beside } = sampleObject(type);
  return {
    id: exampleId('evt'),
    event: type,
    timestamp: EXAMPLE_SECONDS,
    version,
    mode: MERCHANT.mode,
    merchant_id: MERCHANT.id,
    data: { [EVENT_OBJECTS[type]]: object, ...beside },
  };
}

/** The headers of a webhook, really signed, while a secret rotates. */
export function delivered(type: EventType): Record<string, string> {
  return attemptHeaders({
    eventId: exampleId('evt'),
    body: JSON.stringify(eventBody(type)),
    timestampSeconds: EXAMPLE_SECONDS + 1,
    secret: EXAMPLE_SECRET,
    previousSecret: PREVIOUS_SECRET,
  });
}
export const PREVIOUS_SECRET = `whsec_${Buffer.alloc(32, 'previous').toString('base64')}`;
