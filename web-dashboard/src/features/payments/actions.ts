'use server';

import { type ActionState, attempt, textIn, type Work } from '../../lib/action';
import { forEachChosen } from '../../lib/bulk';
import { optionalAmountIn } from '../../lib/typed-amount';

export async function capture(id: string, currency: string, _: ActionState, form: FormData): Promise<ActionState> {
  const work: Work = async ({ gateway }, options) => {
    await gateway.payments.capture(id, optionalAmountIn(form, 'amount', currency), options);
    return 'Captured.';
  };
  return attempt(form, work, currency);
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
  const reason = textIn(form, 'reason');
  const work: Work = async ({ gateway }, options) => {
    const amount = optionalAmountIn(form, 'amount', currency);
    await gateway.refunds.create({ paymentId: id, ...amount, ...(reason && { reason }) }, options);
    return 'The refund is on its way.';
  };
  return attempt(form, work, currency);
}
