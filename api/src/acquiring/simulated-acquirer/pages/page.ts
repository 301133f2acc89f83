import type { DeclineReason } from '../bank/decline-reasons.js';
import type { Charge } from '../bank/charge.js';
import type { ChargeRequest } from '../bank/results.js';

export type Method = 'card' | 'upi';

/** A hosted page for one reference. Showing it charges nothing. */
export interface Page {
  /** Part of its address, so it cannot be guessed. */
  id: string;
  account: string;
  reference: string;
  merchantId: string;
  merchantLabel: string;
  amount: number;
  currency: string;
  methods: Method[];
  capture: ChargeRequest['capture'];
  /** `challenge`: only the 3-D Secure step of one charge, whose attempt began with the page. */
  kind: 'page' | 'challenge';
  notificationUrl: string | undefined;
  returnUrl: string;
  expiresAt: Date;
  isExpired: boolean;
  closedAt: Date | null;
}

/** What a shopper began on the page. An open one may still be approved, even after the page was closed. */
export interface Attempt {
  number: number;
  instrument: string;
  status: 'open' | 'approved' | 'declined';
  declineReason: DeclineReason | null;
  beganAt: Date;
}

export interface PageState {
  page: Page;
  attempts: Attempt[];
  /** Undefined until an attempt is approved, a challenge fails or the reference is closed. */
  charge: Charge | undefined;
}

export type PageStatus = 'open' | 'approved' | 'declined' | 'closed' | 'expired' | 'reversed';

/** The charge decides: it exists once an attempt was approved, a challenge failed, or the reference was closed. */
export function statusOf(page: Page, charge: Charge | undefined): PageStatus {
  if (charge?.status === 'approved' || charge?.status === 'declined') return charge.status;
  if (charge && !isClosedUncharged(charge)) return 'reversed';
  if (page.closedAt) return 'closed';
  return page.isExpired ? 'expired' : 'open';
}

/** A reference that was closed before any charge has no amount. */
export const isClosedUncharged = (charge: Charge | undefined): boolean =>
  charge?.status === 'cancelled' && charge.amount === 0;

export const requestOf = (page: Page, instrument: string): ChargeRequest => ({
  reference: page.reference,
  merchantId: page.merchantId,
  amount: page.amount,
  currency: page.currency,
  instrument,
  capture: page.capture,
  notificationUrl: page.notificationUrl,
});

export const hasOpenAttempt = ({ attempts }: PageState): boolean => attempts.some(({ status }) => status === 'open');
