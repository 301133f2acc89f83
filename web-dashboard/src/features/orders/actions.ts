'use server';

import { redirect } from 'next/navigation';
import { type ActionState, attempt, textIn, type Work } from '../../lib/action';
import { amountIn } from '../../lib/typed-amount';

export async function createOrder(_: ActionState, form: FormData): Promise<ActionState> {
  const currency = textIn(form, 'currency').toUpperCase();
  const [receipt, expiresIn] = [textIn(form, 'receipt'), Number(textIn(form, 'expires_in'))];
  let id = '';
  const work: Work = async ({ gateway }, options) => {
    const order = await gateway.orders.create(
      {
        amount: amountIn(form, 'amount', currency),
        currency,
        capture: textIn(form, 'capture') === 'manual' ? 'manual' : 'automatic',
        ...(receipt && { receipt }),
        ...(expiresIn > 0 && { expiresIn }),
      },
      options,
    );
    id = order.id;
    return 'Created.';
  };
  const state = await attempt(form, work, currency);
  return state.error ? state : redirect(`/dashboard/orders/${id}`);
}

export async function cancelOrder(id: string, _: ActionState, form: FormData): Promise<ActionState> {
  return attempt(form, async ({ gateway }, options) => {
    await gateway.orders.cancel(id, options);
    return 'Cancelled.';
  });
}
