import type { Probe } from '../connector-entry.js';
import type { JsonResponse } from '../json-client.js';
import { LAST_PAYMENT } from './razorpay-entities.js';
import type { RazorpayCall } from './razorpay-http.js';

const FEE_BEARER =
  'The customers of this Razorpay account bear its fee, so that they would pay more than the order: ' +
  'set the fee bearer to the business at Razorpay, under Account & Settings';

const UNKNOWN_KEY =
  'Razorpay does not accept this key id and secret: copy both again, or generate a new pair at Razorpay, under Account & ' +
  'Settings, API Keys. A pair is valid in its own mode only';

/**
 * Reads the newest payment, which changes nothing. An account without payments does not show who bears its fee: then the
 * first payment of another amount is given back.
 */
export async function probeAccount(call: RazorpayCall): Promise<Probe> {
  const response = await call.get('/v1/payments?count=1').catch(() => null);
  if (response?.status === 401) return refused(UNKNOWN_KEY);
  const newest = response && newestOf(response);
  if (!newest) return { ok: false, reason: 'no_response', description: 'Razorpay does not respond as documented' };
  return newest.items[0]?.fee_bearer === 'customer' ? refused(FEE_BEARER) : { ok: true, acquirerAccount: null };
}

const newestOf = ({ status, body }: JsonResponse) => (status === 200 ? LAST_PAYMENT.safeParse(body).data : undefined);
const refused = (description: string): Probe => ({ ok: false, reason: 'credentials_refused', description });
