import type { PaymentGatewayError } from '@payment-gateway/sdk';
import { inMajorUnits } from './amount';
import { formatLocaleOf } from './locale';
import { amountOf } from './money';
import type { Session } from './session';

/** What the API says of a refused amount, in the units of the form's field. */
export function refusedAmount(
  { field, description }: PaymentGatewayError,
  { merchant }: Session,
  currency: string,
): string {
  if (field !== 'amount') return description;
  const locale = formatLocaleOf(merchant.locale);
  return inMajorUnits(description, (minor) => amountOf(minor, currency, locale));
}
