'use server';

import { currencyExponent, type PaymentGateway } from '@payment-gateway/sdk';
import { minorUnits } from '@payment-gateway/web/minor-units';
import { redirect } from 'next/navigation';
import { type ActionState, attempt, textIn, withTyped } from '../../lib/action';
import { withAmount } from '../../lib/refused-amount';
import { amountHint } from '../../lib/amount';

type NewLink = Parameters<PaymentGateway['paymentLinks']['create']>[0];

/** The amounts of the form, by the API's names; only those of the chosen kind of price. */
function amountsIn(
  form: FormData,
  currency: string,
): Pick<NewLink, 'amount' | 'minAmount' | 'maxAmount'> | ActionState {
  const exponent = currencyExponent(currency);
  const refusal = (field: string) => ({ error: { description: amountHint(currency, exponent), field } });
  if (textIn(form, 'price') !== 'payer') {
    const amount = minorUnits(textIn(form, 'amount'), exponent);
    return amount === null ? refusal('amount') : { amount };
  }
  const limits: Pick<NewLink, 'minAmount' | 'maxAmount'> = {};
  for (const [field, name] of [
    ['min_amount', 'minAmount'],
    ['max_amount', 'maxAmount'],
  ] as const) {
    const text = textIn(form, field);
    if (text === '') continue;
    const amount = minorUnits(text, exponent);
    if (amount === null) return refusal(field);
    limits[name] = amount;
  }
  if (Object.keys(limits).length > 0) return limits;
  const description = 'Enter the least or the most that the payer may pay. One of them is enough.';
  return { error: { description, field: 'min_amount' } };
}

export async function createLink(_: ActionState, form: FormData): Promise<ActionState> {
  const currency = textIn(form, 'currency').toUpperCase();
  const amounts = amountsIn(form, currency);
  if ('error' in amounts) return withTyped(form, amounts);
  const [description, referenceId] = [textIn(form, 'description'), textIn(form, 'reference_id')];
  const expiresIn = Number(textIn(form, 'expires_in'));
  let id = '';
  const state = await attempt(form, async ({ gateway }, options) => {
    const link = await gateway.paymentLinks.create(
      {
        ...(amounts as Partial<NewLink>),
        currency,
        title: textIn(form, 'title'),
        reusable: textIn(form, 'reusable') === 'true',
        ...(description && { description }),
        ...(referenceId && { referenceId }),
        ...(expiresIn > 0 && { expiresIn }),
      },
      options,
    );
    id = link.id;
    return 'Created.';
  });
  return state.error ? withTyped(form, await withAmount(currency, state)) : redirect(`/dashboard/payment-links/${id}`);
}

export async function cancelLink(id: string, _: ActionState, form: FormData): Promise<ActionState> {
  return attempt(form, async ({ gateway }, options) => {
    await gateway.paymentLinks.cancel(id, options);
    return 'Cancelled. The link takes no more payments.';
  });
}
