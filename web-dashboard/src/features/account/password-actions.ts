'use server';

import { gatewayFor } from '@payment-gateway/web/gateway';
import { redirect } from 'next/navigation';
import { type ActionState, refused, textIn } from '../../lib/action';
import { onBehalfOf } from '../../lib/session';

/** The page then reads the same, whether the email has an account or not. */
export async function requestPasswordReset(_before: ActionState, form: FormData): Promise<ActionState> {
  try {
    await gatewayFor().passwordResets.request({ email: textIn(form, 'email') }, await onBehalfOf());
  } catch (error) {
    return refused(error);
  }
  return redirect('/forgot-password?sent=1');
}

export async function resetPassword(_before: ActionState, form: FormData): Promise<ActionState> {
  const newPassword = (form.get('new_password') as string | null) ?? '';
  try {
    await gatewayFor().passwordResets.confirm({ token: textIn(form, 'token'), newPassword }, await onBehalfOf());
  } catch (error) {
    return refused(error);
  }
  return redirect('/login?reset=1');
}
