'use server';

import { currencyExponent } from '@payment-gateway/sdk';
import { minorUnits } from '@payment-gateway/web/minor-units';
import { redirect } from 'next/navigation';
import { type ActionState, attempt, textIn } from '../../lib/action';
import { withAmount } from '../../lib/refused-amount';
import { amountHint } from '../../lib/amount';

export async function createOrder(_: ActionState, form: FormData): Promise<ActionState> {
  const currency = textIn(form, 'currency').toUpperCase();
  const exponent = currencyExponent(currency);
  const amount = minorUnits(textIn(form, 'amount'), exponent);
  if (amount === null) return { error: { description: amountHint(currency, exponent), field: 'amount' } };
  const [receipt, expiresIn] = [textIn(form, 'receipt'), Number(textIn(form, 'expires_in'))];
  let id = '';
  const state = await attempt(form, async ({ gateway }, options) => {
    const order = await gateway.orders.create(
      {
        amount,
        currency,
        capture: textIn(form, 'capture') === 'manual' ? 'manual' : 'automatic',
        ...(receipt && { receipt }),
        ...(expiresIn > 0 && { expiresIn }),
      },
      options,
    );
    id = order.id;
    return 'Created.';
  });
  return state.error ? await withAmount(currency, state) : redirect(`/dashboard/orders/${id}`);
}

export async function cancelOrder(id: string, _: ActionState, form: FormData): Promise<ActionState> {
  return attempt(form, async ({ gateway }, options) => {
    await gateway.orders.cancel(id, options);
    return 'Cancelled.';
  });
}
