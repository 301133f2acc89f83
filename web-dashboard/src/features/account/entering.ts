import { textIn } from '../../lib/action';
import { keepDevice, keepSession, keepSignIn } from '../../lib/cookies';

interface Entered {
  token: string;
  expiresAt: string;
  deviceToken: string;
  secondFactor?: { methods: readonly string[] } | null;
}

/** Keeps a new session. Returns where to go next: to the second step if the account has a second factor. */
export async function enter(entered: Entered, next: string): Promise<string> {
  const { token, expiresAt, deviceToken: device, secondFactor: needed } = entered;
  if (needed) {
    await keepSignIn(token, expiresAt);
    const query = new URLSearchParams({ next, ...(needed.methods.includes('passkey') && { passkey: 'true' }) });
    return `/login/second-factor?${query.toString()}`;
  }
  await keepSession(token, expiresAt);
  await keepDevice(device);
  return next;
}

/** Only a path of this site; `//evil.example` is not one. */
export const pathIn = (form: FormData) => {
  const next = textIn(form, 'next');
  return /^\/dashboard(?![^/?])/.test(next) ? next : '/dashboard';
};
