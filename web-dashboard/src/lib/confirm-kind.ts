import { type PaymentGateway, PaymentGatewayError } from '@payment-gateway/sdk';
import { onBehalfOf } from './session';

/** What a form asks for before an action that needs a fresh factor. */
export type ConfirmKind = 'password' | 'code' | 'code_or_passkey';

/** The factors that this user has. */
export async function confirmKindOf(gateway: PaymentGateway, hasFactor: boolean): Promise<ConfirmKind> {
  if (!hasFactor) return 'password';
  try {
    const { passkeys } = await gateway.secondFactor.get(await onBehalfOf());
    return passkeys.length > 0 ? 'code_or_passkey' : 'code';
  } catch (error) {
    if (error instanceof PaymentGatewayError) return 'code';
    throw error;
  }
}

export const confirmField = (kind: ConfirmKind) => (kind === 'password' ? 'confirm_password' : 'confirm_code');
