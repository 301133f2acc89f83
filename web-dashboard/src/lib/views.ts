import { cookies } from 'next/headers';
import { COOKIE_OPTIONS } from './cookies';

/** A list with its filters and columns, under a name. Kept in the browser, because the address is the whole view. */
export interface View {
  user: string;
  merchant: string;
  path: string;
  name: string;
  query: string;
}

const COOKIE = 'views';
const MAX_AGE_S = 400 * 86_400;
/** Browsers refuse a cookie of more than 4096 bytes. */
const MAX_BYTES = 3_500;

export async function readViews(): Promise<View[]> {
  try {
    const views: unknown = JSON.parse((await cookies()).get(COOKIE)?.value ?? '[]');
    return Array.isArray(views) ? views.filter(isView) : [];
  } catch {
    return []; // the cookie was changed by hand
  }
}

const isView = (view: unknown): view is View =>
  typeof view === 'object' &&
  view !== null &&
  ['user', 'merchant', 'path', 'name', 'query'].every(
    (key) => typeof (view as Record<string, unknown>)[key] === 'string',
  ) &&
  /^\/dashboard\/[a-z-]+$/.test((view as View).path);

/** False if the browser would not keep them. */
export async function keepViews(views: readonly View[]): Promise<boolean> {
  const text = JSON.stringify(views);
  if (encodeURIComponent(text).length > MAX_BYTES) return false;
  (await cookies()).set(COOKIE, text, { ...COOKIE_OPTIONS, maxAge: MAX_AGE_S });
  return true;
}
