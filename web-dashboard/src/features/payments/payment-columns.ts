import type { Head } from '../../ui/table';

/** Columns of the transactions that may be hidden; the payer, the amount and the status always stay. */
export const PAYMENT_COLUMNS = [
  ['order', 'For'],
  ['method', 'Method'],
  ['created', 'Created'],
] as const;
export type PaymentColumn = (typeof PAYMENT_COLUMNS)[number][0];

const WHOLE = [
  ['order', { text: 'Order ID', shown: 'For', look: 'wide at-for' }],
  ['amount', 'amount'],
  ['method', { text: 'Method', look: 'at-method' }],
  ['status', { text: 'Status', look: 'at-state' }],
  ['created', { text: 'Created', look: 'at-when' }],
] as const;

/** The heads of the whole list, in the order of the document; `payer` is the first. */
export const wholeHead = (hidden: readonly PaymentColumn[], payer: Head, amount: Head): Head[] => [
  payer,
  ...WHOLE.filter(([name]) => !(hidden as readonly string[]).includes(name)).map(([, head]) =>
    head === 'amount' ? amount : head,
  ),
];

/** Beside other content: without the order. */
export const SHORT_HEAD: readonly Head[] = [
  { text: 'Payment', look: 'at-who' },
  { text: 'Method', look: 'at-method' },
  { text: 'State', look: 'at-state' },
  { text: 'When', look: 'tight at-when' },
  { text: 'Amount', look: 'end at-amount' },
];
