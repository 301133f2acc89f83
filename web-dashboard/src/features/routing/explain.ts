import { currencyExponent, PaymentGatewayError } from '@payment-gateway/sdk';
import { minorUnits } from '@payment-gateway/web/minor-units';
import { amountHint } from '../../lib/amount';
import type { Session } from '../../lib/session';
import type { ExplainedRoute } from '../../lib/types';
import type { Asked } from './dry-run';

/** Null if nothing was asked; a text if it could not be answered. */
export async function explain(
  { gateway }: Session,
  asked: Asked,
  options: object,
): Promise<ExplainedRoute | string | null> {
  if (asked.amount === undefined) return null;
  const currency = (asked.currency ?? 'INR').toUpperCase();
  const method = asked.method === 'card' || asked.method === 'upi' ? asked.method : undefined;
  const exponent = currencyExponent(currency);
  const amount = minorUnits(asked.amount, exponent);
  if (amount === null) return amountHint(currency, exponent);
  try {
    return await gateway.routing.explain({ amount, currency, ...(method && { method }) }, options);
  } catch (error) {
    if (error instanceof PaymentGatewayError && error.status === 400) return error.description;
    throw error;
  }
}
