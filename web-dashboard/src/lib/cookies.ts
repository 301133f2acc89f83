import { cookies } from 'next/headers';
import { config } from './config';

/** `__Host-`: the cookie cannot be set by another host, over plain http or for a narrower path. */
export const SESSION_COOKIE = config.secure ? '__Host-session' : 'session';
const MERCHANT_COOKIE = 'merchant';
const DEVICE_COOKIE = config.secure ? '__Host-device' : 'device';
/** As long as a browser keeps a cookie, and as long as the API remembers the device. */
const DEVICE_DAYS = 400;
/** A sign-in whose password was right and whose code is asked for. */
const SIGN_IN_COOKIE = config.secure ? '__Host-sign-in' : 'sign-in';
export const COOKIE_OPTIONS = { httpOnly: true, sameSite: 'lax', path: '/', secure: config.secure } as const;

export const sessionToken = async () => (await cookies()).get(SESSION_COOKIE)?.value;
/** Identifies to the API a browser from which the user has signed in before. */
export const deviceToken = async () => (await cookies()).get(DEVICE_COOKIE)?.value;
export const chosenMerchant = async () => (await cookies()).get(MERCHANT_COOKIE)?.value;

export async function keepSession(token: string, expiresAt: string): Promise<void> {
  (await cookies()).set(SESSION_COOKIE, token, { ...COOKIE_OPTIONS, expires: new Date(expiresAt) });
}

export const signInToken = async () => (await cookies()).get(SIGN_IN_COOKIE)?.value;

export async function keepSignIn(token: string, expiresAt: string): Promise<void> {
  (await cookies()).set(SIGN_IN_COOKIE, token, { ...COOKIE_OPTIONS, expires: new Date(expiresAt) });
}

export async function dropSignIn(): Promise<void> {
  (await cookies()).set(SIGN_IN_COOKIE, '', { ...COOKIE_OPTIONS, expires: new Date(0) });
}

/** It gives no access, so signing out keeps it. */
export async function keepDevice(token: string): Promise<void> {
  (await cookies()).set(DEVICE_COOKIE, token, { ...COOKIE_OPTIONS, maxAge: DEVICE_DAYS * 86_400 });
}

/**
 * Deleted with the attributes of its creation: a browser ignores a `__Host-` cookie that is not Secure, even a
 * deletion.
 */
export async function dropSession(): Promise<void> {
  for (const name of [SESSION_COOKIE, MERCHANT_COOKIE])
    (await cookies()).set(name, '', { ...COOKIE_OPTIONS, expires: new Date(0) });
}

export async function chooseMerchant(id: string): Promise<void> {
  (await cookies()).set(MERCHANT_COOKIE, id, COOKIE_OPTIONS);
}
