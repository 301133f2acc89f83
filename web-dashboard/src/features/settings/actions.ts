'use server';

import { PaymentGatewayError } from '@payment-gateway/sdk';
import { redirect } from 'next/navigation';
import { type ActionState, attempt, refused, textIn } from '../../lib/action';
import { chooseMerchant } from '../../lib/cookies';
import { onBehalfOf, readSession } from '../../lib/session';

export async function saveMerchant(_: ActionState, form: FormData): Promise<ActionState> {
  const allowedOrigins = textIn(form, 'allowed_origins').split(/\s+/).filter(Boolean);
  return attempt(form, async ({ gateway }, options) => {
    const timeZone = textIn(form, 'time_zone');
    const locale = textIn(form, 'locale');
    const upiCollect = textIn(form, 'upi_collect');
    const compatibleApis = textIn(form, 'compatible_apis');
    const change = {
      name: textIn(form, 'name'),
      email: textIn(form, 'email') || null,
      allowedOrigins,
      ...(timeZone && { timeZone }),
      ...(locale && { locale }),
      ...(upiCollect && { upiCollect: upiCollect === 'true' }),
      ...(compatibleApis && { compatibleApis: compatibleApis === 'true' }),
    };
    await gateway.merchant.update(change, options);
    return 'Saved.';
  });
}

export async function saveMailReceipts(_: ActionState, form: FormData): Promise<ActionState> {
  const mailReceipts = textIn(form, 'mail_receipts') === 'true';
  return attempt(form, async ({ gateway }, options) => {
    await gateway.merchant.update({ mailReceipts }, options);
    return mailReceipts ? 'Payers now get receipts by mail.' : 'Receipts are no longer mailed by themselves.';
  });
}

export async function rotateReturnSecret(_: ActionState, form: FormData): Promise<ActionState> {
  return attempt(form, async ({ gateway }, options) => {
    const { secret } = await gateway.returnSecret.rotate(options);
    const label =
      'The new return secret. Install it on your servers beside the old one; you can read it again in Settings.';
    return { done: 'Rotated.', secret: { label, value: secret } };
  });
}

export async function revealReturnSecret(_: ActionState, form: FormData): Promise<ActionState> {
  return attempt(form, async ({ gateway }) => {
    const { secret } = await gateway.returnSecret.get(await onBehalfOf());
    return { secret: { label: 'The return secret. You can read it again in Settings.', value: secret } };
  });
}

/** Creates a merchant and makes it the current one. */
export async function createMerchant(_: ActionState, form: FormData): Promise<ActionState> {
  const state = await attempt(form, async ({ gateway }, options) => {
    const mode = textIn(form, 'mode') === 'live' ? 'live' : 'test';
    const { id } = await gateway.merchants.create({ name: textIn(form, 'name'), mode }, options);
    await chooseMerchant(id);
    return 'Created.';
  });
  return state.error ? state : redirect('/dashboard');
}

const isWrongPassword = (error: unknown) => error instanceof PaymentGatewayError && error.reason === 'wrong_password';

/** Not trimmed: a password may begin or end with a space. */
const passwordIn = (form: FormData, name: string) => (form.get(name) as string | null) ?? '';

export async function changePassword(_: ActionState, form: FormData): Promise<ActionState> {
  const newPassword = passwordIn(form, 'new_password');
  if (newPassword !== passwordIn(form, 'repeated')) {
    return { error: { description: 'The two new passwords differ.', field: 'repeated' } };
  }
  const { gateway } = await readSession();
  try {
    const input = { currentPassword: passwordIn(form, 'current_password'), newPassword };
    await gateway.auth.changePassword(input, await onBehalfOf());
  } catch (error) {
    const { error: fault } = refused(error);
    if (!fault || !isWrongPassword(error)) return { ...(fault && { error: fault }) };
    return { error: { ...fault, description: 'That is not your current password.', field: 'current_password' } };
  }
  return { done: 'Changed. Your other sessions have ended.' };
}
