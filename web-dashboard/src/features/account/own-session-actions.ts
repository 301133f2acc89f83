'use server';

import { NotFoundError } from '@payment-gateway/sdk';
import { type ActionState, attempt } from '../../lib/action';

export async function endSession(id: string, _: ActionState, form: FormData): Promise<ActionState> {
  return attempt(form, async ({ gateway }, { headers }) => {
    try {
      await gateway.sessions.end(id, { ...(headers && { headers }) });
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error; // it had ended already
    }
    return 'The session has ended.';
  });
}

export async function endOtherSessions(_: ActionState, form: FormData): Promise<ActionState> {
  return attempt(form, async ({ gateway }, { headers }) => {
    const { ended } = await gateway.sessions.endOthers({ ...(headers && { headers }) });
    return ended === 1 ? 'One session has ended.' : `${ended} sessions have ended.`;
  });
}
