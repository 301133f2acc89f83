import { amountOf } from '../../lib/money';
import type { Tone } from '../../lib/states';
import type { GatewayEvent } from '../../lib/types';

interface Words {
  title: string;
  tone: Tone;
}

const WORDS: Readonly<Partial<Record<GatewayEvent['event'], Words>>> = {
  'payment.created': { title: 'Payment requested', tone: 'plain' },
  'payment.pending': { title: 'Sent to the bank', tone: 'plain' },
  'payment.requires_action': { title: 'The bank requires a step-up', tone: 'wait' },
  'payment.success': { title: 'The bank approved', tone: 'good' },
  'payment.failed': { title: 'The bank declined', tone: 'bad' },
  'payment.captured': { title: 'Captured', tone: 'good' },
  'payment.refunded': { title: 'Money of the payment is given back', tone: 'plain' },
  'payment.cancelled': { title: 'Cancelled', tone: 'plain' },
  'payment.expired': { title: 'Expired', tone: 'plain' },
  'payment.updated': { title: 'Details of the payment changed', tone: 'plain' },
  'order.created': { title: 'Order created', tone: 'plain' },
  'order.paid': { title: 'The order is paid', tone: 'good' },
  'order.expired': { title: 'The order expired', tone: 'plain' },
  'order.cancelled': { title: 'The order was cancelled', tone: 'plain' },
  'order.updated': { title: 'Details of the order changed', tone: 'plain' },
  'refund.created': { title: 'Refund requested', tone: 'plain' },
  'refund.processed': { title: 'Refunded', tone: 'good' },
  'refund.failed': { title: 'Refund failed', tone: 'bad' },
  'refund.updated': { title: 'Details of the refund changed', tone: 'plain' },
};

/** The object of an event, as it was at that time. */
const objectIn = (payload: unknown): Record<string, unknown> =>
  Object.values((payload as { data?: Record<string, Record<string, unknown>> }).data ?? {})[0] ?? {};

/** Approved and not captured is not paid. */
export function stepWords({ event, payload }: GatewayEvent): Words {
  if (event === 'payment.success' && objectIn(payload)['authorized'] === true) {
    return { title: 'The bank authorised it', tone: 'info' };
  }
  return WORDS[event] ?? { title: event, tone: 'plain' };
}

/** The bank's reason, if it gave one. */
export function reasonIn(payload: unknown): string | null {
  const words = objectIn(payload)['error_description'];
  return typeof words === 'string' ? words : null;
}

const MOVES: Readonly<Record<string, string>> = {
  'payment.created': 'amount',
  'payment.captured': 'amount_captured',
  'refund.created': 'amount',
  'refund.processed': 'amount',
};

/** The money of the steps that ask for it or move it. */
export function moneyIn({ event, payload }: GatewayEvent): string | null {
  const { currency, ...object } = objectIn(payload);
  const minor = object[MOVES[event] ?? ''];
  return typeof minor === 'number' && typeof currency === 'string' ? amountOf(minor, currency) : null;
}
