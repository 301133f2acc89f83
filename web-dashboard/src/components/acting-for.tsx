'use client';

import { createContext, type ReactNode, use } from 'react';

const Merchant = createContext('');

/** The merchant whose pages these are: a form says so, for another tab may have chosen another meanwhile. */
export function ActingFor({ merchant, children }: { merchant: string; children: ReactNode }) {
  return <Merchant value={merchant}>{children}</Merchant>;
}

/** Empty outside of a merchant's pages. */
export const useMerchant = () => use(Merchant);
