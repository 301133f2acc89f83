'use client';

import { createContext, type ReactNode, use } from 'react';

const Merchant = createContext({ id: '', timeZone: 'UTC', locale: 'en-IN' });

/**
 * The merchant of the current pages. Forms send its id, because another tab may have switched merchants; times are
 * shown in its time zone and locale.
 */
export function ActingFor({
  children,
  ...merchant
}: {
  id: string;
  timeZone: string;
  /** As from `formatLocaleOf`. */
  locale: string;
  children: ReactNode;
}) {
  return <Merchant value={merchant}>{children}</Merchant>;
}

/** Empty outside a merchant's pages. */
export const useMerchant = () => use(Merchant).id;
export const useTimeZone = () => use(Merchant).timeZone;
export const useLocale = () => use(Merchant).locale;
