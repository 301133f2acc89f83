'use server';

import type { PaymentGateway } from '@payment-gateway/sdk';
import { redirect } from 'next/navigation';
import { type ActionState, attempt, textIn, type Work } from '../../lib/action';
import { amountIn, optionalAmountIn } from '../../lib/typed-amount';
import { TypingFault } from '../../lib/typing-fault';

type NewLink = Parameters<PaymentGateway['paymentLinks']['create']>[0];

/** The amounts of the form, by the API's names; only those of the chosen kind of price. */
function amountsIn(form: FormData, currency: string): Pick<NewLink, 'amount' | 'minAmount' | 'maxAmount'> {
  if (textIn(form, 'price') !== 'payer') return { amount: amountIn(form, 'amount', currency) };
  const limits = {
    ...optionalAmountIn(form, 'min_amount', currency, 'minAmount'),
    ...optionalAmountIn(form, 'max_amount', currency, 'maxAmount'),
  };
  if (Object.keys(limits).length > 0) return limits;
  throw new TypingFault('min_amount', 'Enter the least or the most that the payer may pay. One of them is enough.');
}

export async function createLink(_: ActionState, form: FormData): Promise<ActionState> {
  const currency = textIn(form, 'currency').toUpperCase();
  const [description, referenceId] = [textIn(form, 'description'), textIn(form, 'reference_id')];
  const expiresIn = Number(textIn(form, 'expires_in'));
  let id = '';
  const work: Work = async ({ gateway }, options) => {
    const link = await gateway.paymentLinks.create(
      {
        ...amountsIn(form, currency),
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
  };
  const state = await attempt(form, work, currency);
  return state.error ? state : redirect(`/dashboard/payment-links/${id}`);
}

export async function cancelLink(id: string, _: ActionState, form: FormData): Promise<ActionState> {
  return attempt(form, async ({ gateway }, options) => {
    await gateway.paymentLinks.cancel(id, options);
    return 'Cancelled. The link takes no more payments.';
  });
}
