'use server';

import { PaymentGatewayError } from '@payment-gateway/sdk';
import { redirect } from 'next/navigation';
import { gatewayFor } from '@payment-gateway/web/gateway';
import { type ActionState, refused, textIn } from '../../lib/action';
import { deviceToken, dropSignIn, sessionToken, signInToken } from '../../lib/cookies';
import { onBehalfOf } from '../../lib/session';
import { enter, pathIn } from './entering';

/** Wrong passwords from other devices do not lock out a browser from which the user has signed in before. */
async function knownDevice(): Promise<{ deviceToken?: string }> {
  const known = await deviceToken();
  return known ? { deviceToken: known } : {};
}

export async function signIn(_before: ActionState, form: FormData): Promise<ActionState> {
  const before = await sessionToken();
  const gateway = gatewayFor(before ? { sessionToken: before } : {});
  let next: string;
  try {
    const credentials = { email: textIn(form, 'email'), password: (form.get('password') as string | null) ?? '' };
    const entered = await gateway.auth.login({ ...credentials, ...(await knownDevice()) }, await onBehalfOf());
    next = await enter(entered, pathIn(form));
  } catch (error) {
    return refused(error);
  }
  return redirect(next);
}

/** The second step. The first step's token is in a cookie, which no script can read. */
export async function enterCode(_before: ActionState, form: FormData): Promise<ActionState> {
  const token = await signInToken();
  if (!token) return redirect('/login?expired=true');
  let next: string;
  try {
    const entered = await gatewayFor().auth.secondFactor({ token, code: textIn(form, 'code') }, await onBehalfOf());
    next = await enter(entered, pathIn(form));
  } catch (error) {
    if (error instanceof PaymentGatewayError && error.reason === 'sign_in_expired') redirect('/login?expired=true');
    return refused(error);
  }
  await dropSignIn();
  return redirect(next);
}

export async function register(_before: ActionState, form: FormData): Promise<ActionState> {
  let next: string;
  const [invite, merchantName] = [textIn(form, 'invite'), textIn(form, 'merchant_name')];
  try {
    const session = await gatewayFor().auth.register(
      {
        email: textIn(form, 'email'),
        password: (form.get('password') as string | null) ?? '',
        name: textIn(form, 'name'),
        ...(invite && { invite }),
        ...(merchantName && { merchantName }),
        ...(await knownDevice()),
      },
      await onBehalfOf(),
    );
    next = await enter(session, '/dashboard');
  } catch (error) {
    return refused(error);
  }
  return redirect(next);
}
