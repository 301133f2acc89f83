'use server';

import { currencyExponent } from '@payment-gateway/sdk';
import { minorUnits } from '@payment-gateway/web/minor-units';
import { type ActionState, attempt, textIn } from '../../lib/action';
import { withAmount } from '../../lib/refused-amount';
import { amountHint } from '../../lib/amount';
import { forEachChosen } from '../../lib/bulk';

/** The typed amount in major units; empty means the whole amount. */
function amountIn(form: FormData, currency: string): { amount?: number } | ActionState {
  const text = textIn(form, 'amount');
  if (text === '') return {};
  const exponent = currencyExponent(currency);
  const amount = minorUnits(text, exponent);
  if (amount !== null) return { amount };
  return { error: { description: amountHint(currency, exponent), field: 'amount' } };
}

export async function capture(id: string, currency: string, _: ActionState, form: FormData): Promise<ActionState> {
  const given = amountIn(form, currency);
  if ('error' in given) return given;
  const state = await attempt(form, async ({ gateway }, options) => {
    await gateway.payments.capture(id, given as { amount?: number }, options);
    return 'Captured.';
  });
  return withAmount(currency, state);
}

/** Captures the whole amount of each chosen payment. */
export async function captureChosen(_: ActionState, form: FormData): Promise<ActionState> {
  return forEachChosen(
    form,
    ({ gateway }, id, options) => gateway.payments.capture(id, {}, options),
    (done) => (done === 1 ? '1 payment is captured.' : `${done} payments are captured.`),
  );
}

export async function cancel(id: string, _: ActionState, form: FormData): Promise<ActionState> {
  return attempt(form, async ({ gateway }, options) => {
    await gateway.payments.cancel(id, options);
    return 'Cancelled. Nothing was charged.';
  });
}

export async function release(id: string, _: ActionState, form: FormData): Promise<ActionState> {
  return attempt(form, async ({ gateway }, options) => {
    await gateway.payments.release(id, options);
    return 'Released. The order takes another payment.';
  });
}

export async function refund(id: string, currency: string, _: ActionState, form: FormData): Promise<ActionState> {
  const given = amountIn(form, currency);
  if ('error' in given) return given;
  const reason = textIn(form, 'reason');
  const state = await attempt(form, async ({ gateway }, options) => {
    await gateway.refunds.create({ paymentId: id, ...given, ...(reason && { reason }) }, options);
    return 'The refund is on its way.';
  });
  return withAmount(currency, state);
}
