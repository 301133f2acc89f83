import { randomBytes } from 'node:crypto';

/** What the emulator keeps. Amounts are in Stripe's units. It shares no code with the gateway. */
export interface EmulatedSession {
  id: string;
  account: string;
  status: 'open' | 'complete' | 'expired';
  paymentStatus: 'paid' | 'unpaid';
  intent: EmulatedIntent | null;
  amount: number;
  currency: string;
  manual: boolean;
  reference: string;
  metadata: Record<string, string>;
  intentMetadata: Record<string, string>;
  successUrl: string;
  expiresAt: number;
  url: string;
}

export interface EmulatedIntent {
  id: string;
  account: string;
  status: 'requires_payment_method' | 'requires_action' | 'processing' | 'requires_capture' | 'succeeded' | 'canceled';
  amount: number;
  received: number;
  currency: string;
  manual: boolean;
  metadata: Record<string, string>;
  session: EmulatedSession;
  charge: string | null;
  error: { code: string; decline_code: string } | null;
  refunds: EmulatedRefund[];
  disputes: { id: string; amount: number; status: string }[];
}

export interface EmulatedRefund {
  id: string;
  amount: number;
  status: 'pending' | 'succeeded' | 'failed';
  metadata: Record<string, string>;
}

export const emulatedId = (prefix: string) => `${prefix}_${randomBytes(12).toString('hex')}`;

/** The last attempt on a page. */
export type Attempt = 'pay' | 'decline' | 'begin' | 'process';

export const isAlive = ({ status }: EmulatedRefund) => status !== 'failed';
export const refundedOf = ({ refunds }: EmulatedIntent) =>
  refunds.filter(isAlive).reduce((sum, { amount }) => sum + amount, 0);

/** A shopper acts on the page of a session. On one that is not open nothing happens. */
export function attempt(session: EmulatedSession, what: Attempt): void {
  if (session.status !== 'open') return;
  const intent = (session.intent ??= newIntent(session));
  if (what === 'pay') return approve(intent);
  if (what === 'decline') {
    intent.status = 'requires_payment_method';
    intent.error = { code: 'card_declined', decline_code: 'insufficient_funds' };
    return;
  }
  intent.status = what === 'begin' ? 'requires_action' : 'processing';
  if (what === 'process') session.status = 'complete';
}

export function approve(intent: EmulatedIntent): void {
  intent.status = intent.manual ? 'requires_capture' : 'succeeded';
  intent.received = intent.manual ? 0 : intent.amount;
  intent.charge = emulatedId('ch');
  intent.error = null;
  if (intent.session.status === 'open') intent.session.status = 'complete';
  if (!intent.manual) intent.session.paymentStatus = 'paid';
}

export function newIntent(session: EmulatedSession): EmulatedIntent {
  const { account, amount, currency, manual } = session;
  return {
    ...{ id: emulatedId('pi'), account, status: 'requires_payment_method', amount, received: 0, currency, manual },
    ...{ metadata: session.intentMetadata, session, charge: null, error: null, refunds: [], disputes: [] },
  };
}
