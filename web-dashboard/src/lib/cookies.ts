import { cookies } from 'next/headers';
import { config } from './config';

/** `__Host-`: no other host, no plain http, no narrower path can have set it. */
export const SESSION_COOKIE = config.secure ? '__Host-session' : 'session';
const MERCHANT_COOKIE = 'merchant';
const KEEP = { httpOnly: true, sameSite: 'lax', path: '/', secure: config.secure } as const;

export const sessionToken = async () => (await cookies()).get(SESSION_COOKIE)?.value;
export const chosenMerchant = async () => (await cookies()).get(MERCHANT_COOKIE)?.value;

export async function keepSession(token: string, expiresAt: string): Promise<void> {
  (await cookies()).set(SESSION_COOKIE, token, { ...KEEP, expires: new Date(expiresAt) });
}

/** Ended with what they were set with: a browser ignores a `__Host-` cookie that is not Secure, also to end it. */
export async function dropSession(): Promise<void> {
  for (const name of [SESSION_COOKIE, MERCHANT_COOKIE])
    (await cookies()).set(name, '', { ...KEEP, expires: new Date(0) });
}

export async function chooseMerchant(id: string): Promise<void> {
  (await cookies()).set(MERCHANT_COOKIE, id, KEEP);
}
