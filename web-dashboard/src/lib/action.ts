import { PaymentGatewayError, type RequestOptions } from '@payment-gateway/sdk';
import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { onBehalfOf, readSession, type Session } from './session';

/** The result of a form that was sent. */
export interface ActionState {
  /** Set on success: the message to show. */
  done?: string;
  error?: { description: string; field?: string | undefined; requestId?: string | undefined };
  /** Shown once, such as a new secret. */
  secret?: { label: string; value: string };
  /** With an error: the input, so that a form sent without scripts shows it again. Never a password. */
  typed?: Readonly<Record<string, string>>;
}

export const textIn = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
};

/** The refusal together with the input. Next's own fields and the idempotency key are left out. */
export function withTyped(form: FormData, state: ActionState): ActionState {
  if (!state.error) return state;
  const given = [...form].flatMap(([name, value]) =>
    typeof value === 'string' && !/^(\$|attempt$|merchant$)/.test(name) ? [[name, value] as const] : [],
  );
  return { ...state, typed: Object.fromEntries(given) };
}

/**
 * Runs a form's action, once however often the form is sent: its hidden `attempt` is the idempotency key. A refusal of
 * the API is returned to the form; all data of the page is read again. Runs only for the merchant whose page the form
 * is on.
 */
export async function attempt(
  form: FormData,
  work: (session: Session, options: RequestOptions) => Promise<Omit<ActionState, 'error'> | string>,
): Promise<ActionState> {
  const session = await readSession();
  const shown = textIn(form, 'merchant');
  if (shown && shown !== session.merchant.id) {
    const description = `Nothing was done: another tab switched to ${session.merchant.name} (${session.merchant.mode}). Reload this page to act for it, or switch back first.`;
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
  const text = status === undefined ? 'The gateway did not respond. You can safely try again.' : description;
  return { error: { description: text, field, requestId } };
}
