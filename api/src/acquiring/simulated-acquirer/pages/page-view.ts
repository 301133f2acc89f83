import { hasOpenAttempt, isClosedUncharged, type PageState, statusOf } from './page.js';

/** A page as the API and notifications show it. Its address is added where it is created. */
export function pageView(state: PageState): object {
  const { page, attempts, charge } = state;
  const approved = charge?.status === 'approved' ? charge : undefined;
  return {
    object: 'page',
    id: page.id,
    reference: page.reference,
    status: statusOf(page, charge),
    amount: page.amount,
    currency: page.currency,
    expires_at: page.expiresAt.toISOString(),
    charge: approved && {
      id: approved.connectorReference,
      amount: approved.amount,
      currency: approved.currency,
      captured: approved.capturedAmount,
    },
    // `no_charge`: nothing was or will be charged. `attempt_begun`: an attempt may still be approved.
    proof: isClosedUncharged(charge) ? 'no_charge' : hasOpenAttempt(state) && !approved ? 'attempt_begun' : null,
    attempts: attempts.map(({ number, instrument, status, declineReason, beganAt }) => ({
      ...{ number, method: instrument.startsWith('sim_upi:') ? 'upi' : 'card', status },
      ...{ reason: declineReason, began_at: beganAt.toISOString() },
    })),
  };
}
