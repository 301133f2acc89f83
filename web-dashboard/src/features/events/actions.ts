'use server';

import { type ActionState, attempt } from '../../lib/action';

export async function resend(eventId: string, _: ActionState, form: FormData): Promise<ActionState> {
  return attempt(form, async ({ gateway }, options) => {
    const { data } = await gateway.events.resend(eventId, {}, options);
    return data.length === 0 ? 'No enabled endpoint subscribes to it.' : `On its way to ${data.length} endpoint(s).`;
  });
}
