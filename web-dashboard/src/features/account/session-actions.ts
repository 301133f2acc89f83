'use server';

import { AuthenticationError } from '@payment-gateway/sdk';
import { redirect } from 'next/navigation';
import { gatewayFor } from '@payment-gateway/web/gateway';
import { chooseMerchant, dropSession, sessionToken } from '../../lib/cookies';
import { onBehalfOf, readSession, readUser } from '../../lib/session';

export async function switchMerchant(id: string): Promise<void> {
  const { merchants } = await readSession();
  if (merchants.some((one) => one.id === id)) await chooseMerchant(id);
  redirect('/dashboard');
}

/** From a page outside the dashboard: the current merchant may not be open to the user. */
export async function openMerchant(id: string): Promise<void> {
  const { me } = await readUser();
  if (me.merchants.some((one) => one.id === id)) await chooseMerchant(id);
  redirect('/dashboard');
}

/** Deletes the cookie in any case; if the session itself could not be ended, the user sees a message. */
export async function signOut(): Promise<void> {
  const token = await sessionToken();
  const ended = !token || (await endSession(token));
  await dropSession();
  redirect(ended ? '/login' : '/login?unended=true');
}

async function endSession(token: string): Promise<boolean> {
  try {
    await gatewayFor({ sessionToken: token }).auth.logout(await onBehalfOf());
    return true;
  } catch (error) {
    if (error instanceof AuthenticationError) return true; // it had already ended
    console.error(error);
    return false;
  }
}
