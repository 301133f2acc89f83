import { currencyExponent } from '@payment-gateway/sdk';
import { minorUnits } from '@payment-gateway/web/minor-units';
import { textIn } from './action';
import { amountHint } from './amount';
import { TypingFault } from './typing-fault';

/** The amount in a field of the form, typed in the currency's major unit, in its minor unit. */
export function amountIn(form: FormData, field: string, currency: string): number {
  const exponent = currencyExponent(currency);
  const amount = minorUnits(textIn(form, field), exponent);
  if (amount === null) throw new TypingFault(field, amountHint(currency, exponent));
  return amount;
}

/** The same under the name `name`; nothing if the field is empty. */
export function optionalAmountIn<Name extends string = 'amount'>(
  form: FormData,
  field: string,
  currency: string,
  name = 'amount' as Name,
): { [given in Name]?: number } {
  if (textIn(form, field) === '') return {};
  return { [name]: amountIn(form, field, currency) } as { [given in Name]?: number };
}
