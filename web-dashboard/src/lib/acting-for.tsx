'use client';

import { createContext, type ReactNode, use } from 'react';

const Merchant = createContext({ id: '', timeZone: 'UTC' });

/**
 * The merchant whose pages these are. A form names it, since another tab may have chosen another meanwhile; times are
 * shown by its clocks.
 */
export function ActingFor({ id, timeZone, children }: { id: string; timeZone: string; children: ReactNode }) {
  return <Merchant value={{ id, timeZone }}>{children}</Merchant>;
}

/** Empty outside of a merchant's pages. */
export const useMerchant = () => use(Merchant).id;
export const useTimeZone = () => use(Merchant).timeZone;
