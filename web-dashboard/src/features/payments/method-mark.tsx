import { Icon } from '@payment-gateway/web/icon';
import type { ReactNode } from 'react';
import type { Payment } from '../../lib/types';

/** Drawn by us, in one weight with the other icons: the kind of method, not the logo of a company. */
const MARKS: Readonly<Record<string, ReactNode>> = {
  upi: (
    <path d="M7.5 2.5h9a2 2 0 0 1 2 2v15a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2v-15a2 2 0 0 1 2-2ZM10 15l3-6M13 15l1.5-3L13 9" />
  ),
  card: <path d="M4.5 5h15a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2h-15a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2ZM2.5 10h19M6.5 15h3" />,
  netbanking: <path d="M3 9.5 12 4l9 5.5M4 20h16M6 10v7M10 10v7M14 10v7M18 10v7" />,
  wallet: <path d="M4 7h14a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2zM4 7a2 2 0 0 1 2-2h10v2M16 13.5h.01" />,
};

/** A small plate with the method's mark; without one while the method is unknown. */
export function MethodMark({ method }: Pick<Payment, 'method'>) {
  return (
    <span
      aria-hidden="true"
      className="grid h-6 w-8 shrink-0 place-items-center rounded-[5px] border border-line bg-canvas text-ink-2"
    >
      <Icon size={15}>{MARKS[method ?? ''] ?? <path d="M5 12h14" />}</Icon>
    </span>
  );
}
