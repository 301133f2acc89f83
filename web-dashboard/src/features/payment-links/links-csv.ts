import type { Columns } from '../../lib/csv-export';
import { plainAmount } from '../../lib/money';
import type { PaymentLink } from '../../lib/types';

const decimal = (minor: number | null, currency: string) => minor !== null && plainAmount(minor, currency);

/** Amounts in minor units, then in decimals; empty where the payer enters the amount. */
export const LINK_COLUMNS: Columns<PaymentLink> = [
  ['id', (l) => l.id],
  ['title', (l) => l.title],
  ['status', (l) => l.status],
  ['amount', (l) => l.amount],
  ['min_amount', (l) => l.minAmount],
  ['max_amount', (l) => l.maxAmount],
  ['currency', (l) => l.currency],
  ['amount_decimal', (l) => decimal(l.amount, l.currency) || null],
  ['reusable', (l) => l.reusable],
  ['reference_id', (l) => l.referenceId],
  ['created_at', (l) => l.createdAt],
  ['expires_at', (l) => l.expiresAt],
];
