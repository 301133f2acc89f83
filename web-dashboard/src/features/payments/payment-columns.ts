/** Columns of the transactions that may be hidden; id, amount and status always stay. */
export const PAYMENT_COLUMNS = [
  ['order', 'Order'],
  ['method', 'Method'],
  ['created', 'Created'],
  ['instrument', 'Paid with'],
] as const;
export type PaymentColumn = (typeof PAYMENT_COLUMNS)[number][0];
