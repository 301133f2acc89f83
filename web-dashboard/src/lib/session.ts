import { AuthenticationError, type PaymentGateway, type RequestOptions } from '@payment-gateway/sdk';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { gatewayFor } from '@payment-gateway/web/gateway';
import { chosenMerchant, sessionToken } from './cookies';
import { setLocaleOfPage } from './locale';
import { traceable } from './traceable';

type Me = Awaited<ReturnType<PaymentGateway['me']['get']>>;
export type Membership = Me['merchants'][number];
export type Permission = Membership['permissions'][number];

export interface Session {
  gateway: PaymentGateway;
  user: Me['user'];
  merchant: Membership;
  merchants: Membership[];
  can: (permission: Permission) => boolean;
}

/** The API's rate limits and logs must use the user's address and browser, not this server's. */
export async function onBehalfOf(): Promise<RequestOptions & { headers: Record<string, string> }> {
  const given = await headers();
  const [address, agent] = [given.get('x-forwarded-for'), given.get('user-agent')];
  return { headers: { ...(address && { 'X-Forwarded-For': address }), ...(agent && { 'User-Agent': agent }) } };
}

/** A moment before the request reads any data, in milliseconds: later changes may be missing from its page. */
export const requestedAt = cache(() => Date.now());

/** The user alone, also if the merchant requires a second factor that they lack. Redirects if there is no session. */
export const readUser = cache(async () => {
  requestedAt();
  const token = await sessionToken();
  if (!token) redirect('/login');
  const gateway = gatewayFor({ sessionToken: token });
  const me = await gateway.me.get(await onBehalfOf()).catch((error: unknown) => {
    if (error instanceof AuthenticationError) redirect('/login?ended=true');
    throw traceable(error);
  });
  return { me, token, gateway };
});

/** The user and the merchant they act for, read once per request. Redirects to the login if there is no session. */
export const readSession = cache(async (): Promise<Session> => {
  const { me, token } = await readUser();
  const wanted = await chosenMerchant();
  const merchant = me.merchants.find(({ id }) => id === wanted) ?? me.merchants[0];
  if (!merchant) redirect('/no-merchant');
  if (merchant.requiresSecondFactor && !me.user.secondFactor) redirect('/second-factor');
  setLocaleOfPage(merchant.locale);
  return {
    gateway: gatewayFor({ sessionToken: token, merchantId: merchant.id }),
    user: me.user,
    merchant,
    merchants: me.merchants,
    can: (permission) => merchant.permissions.includes(permission),
  };
});
