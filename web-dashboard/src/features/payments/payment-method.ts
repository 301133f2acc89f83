const METHODS = { upi: 'UPI', card: 'Card', netbanking: 'Netbanking', wallet: 'Wallet' } as const;

/** Those that the list can be filtered by. An acquirer may tell others. */
export const PAYMENT_METHODS = Object.keys(METHODS) as (keyof typeof METHODS)[];

export const isKnownMethod = (method: string) => method in METHODS;

/** For people; a dash until the acquirer has told it. */
export const methodName = (method: string | null): string =>
  method === null ? '–' : (METHODS[method as keyof typeof METHODS] ?? method);
