import { customerName } from '../lib/customer-words';
import type { Payment } from '../lib/types';

/** Who paid: the customer, or what the payment itself tells. */
export function Payer({ payment: { customer, vpa } }: { payment: Payment }) {
  const name = customerName(customer) ?? vpa;
  return name ?? <span className="font-normal text-ink-3">Guest</span>;
}
