'use server';

import { gatewayFor } from '@payment-gateway/web/gateway';
import { redirect } from 'next/navigation';
import { type ActionState, attempt, refused, textIn } from '../../lib/action';
import { deviceToken, dropSignIn, signInToken } from '../../lib/cookies';
import { onBehalfOf } from '../../lib/session';
import { enter, pathIn } from './entering';

/** With the first step's cookie the passkey is the second factor, otherwise it signs in alone. */
export async function signInWithPasskey(alone: boolean, _: ActionState, form: FormData): Promise<ActionState> {
  const token = alone ? undefined : await signInToken();
  const device = await deviceToken();
  let next: string;
  try {
    const entered = await gatewayFor().auth.passkey(
      { response: textIn(form, 'passkey'), ...(token && { token }), ...(device && { deviceToken: device }) },
      await onBehalfOf(),
    );
    next = await enter(entered, pathIn(form));
  } catch (error) {
    return refused(error);
  }
  await dropSignIn();
  return redirect(next);
}

export async function removePasskey(id: string, _: ActionState, form: FormData): Promise<ActionState> {
  return attempt(form, async ({ gateway }, { headers }) => {
    await gateway.passkeys.remove(id, { ...(headers && { headers }) });
    return 'Removed.';
  });
}
