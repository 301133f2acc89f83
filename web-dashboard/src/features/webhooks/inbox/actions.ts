'use server';

import { redirect } from 'next/navigation';
import { type ActionState, attempt } from '../../../lib/action';

export async function switchOnInbox(_: ActionState, form: FormData): Promise<ActionState> {
  const state = await attempt(form, async ({ gateway }, options) => {
    for await (const { id, kind, enabled } of gateway.endpoints.list()) {
      if (kind !== 'inbox') continue;
      if (!enabled) await gateway.endpoints.update(id, { enabled: true }, options);
      return 'The inbox is on.';
    }
    await gateway.endpoints.create({ kind: 'inbox', description: 'Inbox' }, options);
    return 'The inbox is on.';
  });
  return state.error ? state : redirect('/dashboard/webhooks/inbox');
}
