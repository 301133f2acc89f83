'use server';

import { redirect } from 'next/navigation';
import { chooseMerchant, dropSession, sessionToken } from '../../lib/cookies';
import { gatewayFor } from '../../lib/gateway';
import { onBehalfOf, readSession } from '../../lib/session';

export async function switchMerchant(id: string): Promise<void> {
  const { merchants } = await readSession();
  if (merchants.some((one) => one.id === id)) await chooseMerchant(id);
  redirect('/dashboard');
}

/** The session ends at the API; the cookie goes in any case. */
export async function signOut(): Promise<void> {
  const token = await sessionToken();
  if (token)
    await gatewayFor({ sessionToken: token })
      .auth.logout(await onBehalfOf())
      .catch(() => undefined);
  await dropSession();
  redirect('/login');
}
