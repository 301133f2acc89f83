import { cookies } from 'next/headers';
import { config } from './config';

/** `__Host-`: no other host, no plain http, no narrower path can have set it. */
export const SESSION_COOKIE = config.secure ? '__Host-session' : 'session';
const MERCHANT_COOKIE = 'merchant';
const DEVICE_COOKIE = config.secure ? '__Host-device' : 'device';
/** As long as a browser keeps a cookie, and as long as the API knows the device by it. */
const DEVICE_DAYS = 400;
const KEEP = { httpOnly: true, sameSite: 'lax', path: '/', secure: config.secure } as const;

export const sessionToken = async () => (await cookies()).get(SESSION_COOKIE)?.value;
/** What tells the API that its user has signed in from this browser before. */
export const deviceToken = async () => (await cookies()).get(DEVICE_COOKIE)?.value;
export const chosenMerchant = async () => (await cookies()).get(MERCHANT_COOKIE)?.value;

export async function keepSession(token: string, expiresAt: string): Promise<void> {
  (await cookies()).set(SESSION_COOKIE, token, { ...KEEP, expires: new Date(expiresAt) });
}

/** It opens nothing, so signing out leaves it. */
export async function keepDevice(token: string): Promise<void> {
  (await cookies()).set(DEVICE_COOKIE, token, { ...KEEP, maxAge: DEVICE_DAYS * 86_400 });
}

/** Ended with what they were set with: a browser ignores a `__Host-` cookie that is not Secure, also to end it. */
export async function dropSession(): Promise<void> {
  for (const name of [SESSION_COOKIE, MERCHANT_COOKIE])
    (await cookies()).set(name, '', { ...KEEP, expires: new Date(0) });
}

export async function chooseMerchant(id: string): Promise<void> {
  (await cookies()).set(MERCHANT_COOKIE, id, KEEP);
}
