'use server';

import { PaymentGatewayError } from '@payment-gateway/sdk';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { gatewayFor } from '@payment-gateway/web/gateway';
import { type ActionState, refused, textIn } from '../../lib/action';
import { deviceToken, keepDevice, keepSession, sessionToken } from '../../lib/cookies';
import { localeFrom } from '../../lib/browser-locale';
import { onBehalfOf } from '../../lib/session';

interface Entered {
  token: string;
  expiresAt: string;
  deviceToken: string;
}

async function keep({ token, expiresAt, deviceToken: device }: Entered): Promise<void> {
  await keepSession(token, expiresAt);
  await keepDevice(device);
}

/** Wrong passwords from other devices do not lock out a browser from which the user has signed in before. */
async function knownDevice(): Promise<{ deviceToken?: string }> {
  const known = await deviceToken();
  return known ? { deviceToken: known } : {};
}

/** Only a path of this site; `//evil.example` is not one. */
const pathIn = (form: FormData) => {
  const next = textIn(form, 'next');
  return /^\/dashboard(?![^/?])/.test(next) ? next : '/dashboard';
};

export async function signIn(_before: ActionState, form: FormData): Promise<ActionState> {
  const before = await sessionToken();
  const gateway = gatewayFor(before ? { sessionToken: before } : {});
  try {
    const credentials = { email: textIn(form, 'email'), password: (form.get('password') as string | null) ?? '' };
    await keep(await gateway.auth.login({ ...credentials, ...(await knownDevice()) }, await onBehalfOf()));
  } catch (error) {
    return refused(error);
  }
  return redirect(pathIn(form));
}

export async function register(_before: ActionState, form: FormData): Promise<ActionState> {
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
    await keep(session);
    if (!invite) await setFormats(session.token, textIn(form, 'time_zone'));
  } catch (error) {
    return refused(error);
  }
  return redirect('/dashboard');
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
