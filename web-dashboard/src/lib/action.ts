import { PaymentGatewayError, type RequestOptions } from '@payment-gateway/sdk';
import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { onBehalfOf, readSession, type Session } from './session';

/** What a form says after it was sent. */
export interface ActionState {
  /** Set when it worked: what to say. */
  done?: string;
  error?: { description: string; field?: string | undefined; requestId?: string | undefined };
  /** Shown once, such as a new secret. */
  secret?: { label: string; value: string };
}

export const textIn = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
};

/**
 * Does what a form asks for, once however often it is sent: its hidden `attempt` is the idempotency key. What the API
 * refuses comes back to the form; everything on the page is read again. Only for the merchant whose page it is on.
 */
export async function attempt(
  form: FormData,
  work: (session: Session, options: RequestOptions) => Promise<Omit<ActionState, 'error'> | string>,
): Promise<ActionState> {
  const session = await readSession();
  const shown = textIn(form, 'merchant');
  if (shown && shown !== session.merchant.id) {
    const description = `Nothing was done: another tab chose ${session.merchant.name} (${session.merchant.mode}) meanwhile. Reload this page to act for it, or switch back first.`;
    return { error: { description } };
  }
  const key = textIn(form, 'attempt');
  const options = { ...(await onBehalfOf()), ...(/^[\w-]{16,64}$/.test(key) && { idempotencyKey: key }) };
  try {
    const result = await work(session, options);
    refresh();
    return typeof result === 'string' ? { done: result } : result;
  } catch (error) {
    return refused(error);
  }
}

export function refused(error: unknown): ActionState {
  if (!(error instanceof PaymentGatewayError)) throw error;
  if (error.reason === 'session_ended') redirect('/login?ended=true');
  const { description, field, requestId, status } = error;
  const text = status === undefined ? 'The gateway did not answer. You can safely try again.' : description;
  return { error: { description: text, field, requestId } };
}
