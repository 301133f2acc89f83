'use client';

import { createContext, type ReactNode, use } from 'react';

const Merchant = createContext({ id: '', timeZone: 'UTC' });

/**
 * The merchant of the current pages. Forms send its id, because another tab may have switched merchants; times are
 * shown in its time zone.
 */
export function ActingFor({ id, timeZone, children }: { id: string; timeZone: string; children: ReactNode }) {
  return <Merchant value={{ id, timeZone }}>{children}</Merchant>;
}

/** Empty outside a merchant's pages. */
export const useMerchant = () => use(Merchant).id;
export const useTimeZone = () => use(Merchant).timeZone;
