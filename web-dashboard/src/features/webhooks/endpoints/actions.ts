'use server';

import { redirect } from 'next/navigation';
import { type ActionState, attempt, textIn } from '../../../lib/action';
import { readSession } from '../../../lib/session';
import { momentIn } from '../../../lib/time-zone';
import { EVENT_TYPES, type EventType } from '../../events/event-types';

const PATH = '/dashboard/webhooks';

/** All or none ticked means every event type, including future ones. */
function eventsIn(form: FormData): EventType[] | null {
  const chosen = EVENT_TYPES.filter((type) => form.getAll('events').includes(type));
  return chosen.length === 0 || chosen.length === EVENT_TYPES.length ? null : chosen;
}

export async function createEndpoint(_: ActionState, form: FormData): Promise<ActionState> {
  return addEndpoint(form, textIn(form, 'description'));
}

async function addEndpoint(form: FormData, description = ''): Promise<ActionState> {
  const events = eventsIn(form);
  let id = '';
  const state = await attempt(form, async ({ gateway }, options) => {
    const fields = { url: textIn(form, 'url'), ...(description && { description }), ...(events && { events }) };
    const created = await gateway.endpoints.create(fields, options);
    id = created.id;
    const label = 'Its signing secret. For a live merchant it is shown only here: store it now.';
    return { done: 'Added.', secret: { label, value: created.secret } };
  });
  if (state.error) return state;
  // A secret of a test merchant can be read again on the page; a live one is shown only here.
  const { merchant } = await readSession();
  return merchant.mode === 'live' ? state : redirect(`${PATH}?endpoint=${id}`);
}

/** An inbox has no URL: saving one creates another endpoint. */
export async function saveEndpoint(id: string, kind: string, _: ActionState, form: FormData): Promise<ActionState> {
  if (kind === 'inbox' && textIn(form, 'url')) return addEndpoint(form);
  return attempt(form, async ({ gateway }, options) => {
    const change = {
      ...(kind === 'url' && { url: textIn(form, 'url') }),
      description: textIn(form, 'description') || null,
      events: eventsIn(form),
      enabled: form.get('enabled') === 'on',
    };
    await gateway.endpoints.update(id, change, options);
    return 'Saved.';
  });
}

export async function rotateSecret(id: string, _: ActionState, form: FormData): Promise<ActionState> {
  return attempt(form, async ({ gateway }, options) => {
    const { secret } = await gateway.endpoints.rotateSecret(id, { overlap: Number(textIn(form, 'overlap')) }, options);
    return { done: 'Regenerated.', secret: { label: 'The new secret. Install it in your receiver.', value: secret } };
  });
}

export async function sendTest(id: string, _: ActionState, form: FormData): Promise<ActionState> {
  const event = EVENT_TYPES.find((type) => type === textIn(form, 'event'));
  return attempt(form, async ({ gateway }, options) => {
    const sample = await gateway.endpoints.test(id, event ? { event } : {}, options);
    return `${sample.event} is on its way. It appears in the log below.`;
  });
}

export async function replay(id: string, _: ActionState, form: FormData): Promise<ActionState> {
  const { merchant } = await readSession();
  const since = momentIn(textIn(form, 'since'), merchant.timeZone);
  if (!since) return { error: { description: 'Enter a day and a time.', field: 'since' } };
  const only = (['failed', 'missing', 'all'] as const).find((what) => what === textIn(form, 'only')) ?? 'failed';
  return attempt(form, async ({ gateway }, options) => {
    let scheduled = 0;
    const { idempotencyKey = crypto.randomUUID(), ...rest } = options;
    for (let cursor: string | null | undefined, page = 0; cursor !== null; page++) {
      // Each page is a separate request, so its key contains the page number.
      const once = { ...rest, idempotencyKey: `${idempotencyKey}-${page}` };
      const result = await gateway.endpoints.replay(
        id,
        { since: since.toISOString(), only, ...(cursor && { cursor }) },
        once,
      );
      scheduled += result.scheduled;
      cursor = result.nextCursor;
    }
    return scheduled === 0 ? 'There is nothing to replay.' : `${scheduled} on their way.`;
  });
}

export async function removeEndpoint(id: string, _: ActionState, form: FormData): Promise<ActionState> {
  const state = await attempt(form, async ({ gateway }, options) => {
    await gateway.endpoints.delete(id, options);
    return 'Removed.';
  });
  return state.error ? state : redirect(PATH);
}
