'use server';

import { PaymentGatewayError } from '@payment-gateway/sdk';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { gatewayFor } from '@payment-gateway/web/gateway';
import { type ActionState, refused, textIn, withTyped } from '../../lib/action';
import { deviceToken, dropSignIn, sessionToken, signInToken } from '../../lib/cookies';
import { localeFrom } from '../../lib/browser-locale';
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
    return withTyped(form, wrongPassword(error) ?? refused(error));
  }
  return redirect(next);
}

/** A mistyped password leaves nothing to look up in the logs, so its message has no request id. */
function wrongPassword(error: unknown): ActionState | undefined {
  if (!(error instanceof PaymentGatewayError) || error.reason !== 'wrong_password') return undefined;
  return { error: { description: `${error.description}.`, field: 'password' } };
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
    if (!invite) await setFormats(session.token, textIn(form, 'time_zone'));
  } catch (error) {
    return refused(error);
  }
  return redirect(next);
}

/** A new merchant begins with the time zone and the locale of its maker's browser; Settings change both. */
async function setFormats(sessionToken: string, timeZone: string): Promise<void> {
  const locale = localeFrom((await headers()).get('accept-language'));
  const change = { ...(timeZone && { timeZone }), ...(locale && { locale }) };
  if (Object.keys(change).length === 0) return;
  await gatewayFor({ sessionToken })
    .merchant.update(change, await onBehalfOf())
    .catch((error: unknown) => {
      if (!(error instanceof PaymentGatewayError)) throw error; // the standard formats stay
    });
}
