'use server';

import { PaymentGatewayError } from '@payment-gateway/sdk';
import { gatewayFor } from '@payment-gateway/web/gateway';
import { redirect } from 'next/navigation';
import { signInToken } from './cookies';
import { onBehalfOf, readUser } from './session';

interface PasskeyOptions {
  options?: string;
  error?: string;
}

async function optionsFrom(ask: () => Promise<{ options: string }>): Promise<PasskeyOptions> {
  try {
    return { options: (await ask()).options };
  } catch (error) {
    if (!(error instanceof PaymentGatewayError)) throw error;
    if (error.reason === 'sign_in_expired') redirect('/login?expired=true');
    return { error: error.description };
  }
}

/** Of the second step of a sign-in. */
export async function secondStepOptions(): Promise<PasskeyOptions> {
  const token = await signInToken();
  if (!token) return redirect('/login?expired=true');
  return optionsFrom(async () => gatewayFor().auth.passkeyOptions({ token }, await onBehalfOf()));
}

export async function aloneOptions(): Promise<PasskeyOptions> {
  return optionsFrom(async () => gatewayFor().auth.passkeyOptions({}, await onBehalfOf()));
}

export async function confirmOptions(): Promise<PasskeyOptions> {
  const { gateway } = await readUser();
  return optionsFrom(async () => gateway.auth.confirmOptions(await onBehalfOf()));
}
