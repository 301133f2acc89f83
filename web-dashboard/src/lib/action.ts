import { PaymentGatewayError, type RequestOptions } from '@payment-gateway/sdk';
import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { confirmField, type ConfirmKind, confirmKindOf } from './confirm-kind';
import { refusedAmount } from './refused-amount';
import { onBehalfOf, readSession, type Session } from './session';
import { TypingFault } from './typing-fault';

/** The result of a form that was sent. */
export interface ActionState {
  /** Set on success: the message to show. */
  done?: string;
  error?: { description: string; field?: string | undefined; requestId?: string | undefined };
  /** With an error: the form asks for this and is sent again. */
  confirm?: ConfirmKind;
  /** Shown once, such as a new secret; `codes`: a list of them, which `value` holds too. */
  secret?: { label: string; value: string; codes?: readonly string[] };
  /**
   * With an error: the input, so that a form sent without scripts shows it again. Never a password. The values of a name
   * that occurs several times are joined by line breaks.
   */
  typed?: Readonly<Record<string, string>>;
}

export const textIn = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
};

/** The refusal together with the input. Next's own fields and the idempotency key are left out. */
export function withTyped(form: FormData, state: ActionState): ActionState {
  if (!state.error) return state;
  const typed: Record<string, string> = {};
  for (const [name, value] of form) {
    if (typeof value !== 'string' || /^(\$|attempt$|merchant$|confirm_)|password|secret|credential/i.test(name))
      continue;
    typed[name] = name in typed ? `${typed[name]}\n${value}` : value;
  }
  return { ...state, typed };
}

/** What a form does. A text is the message of success. */
export type Work = (session: Session, options: RequestOptions) => Promise<Omit<ActionState, 'error'> | string>;

/**
 * Runs a form's action, once however often the form is sent: its hidden `attempt` is the idempotency key. A refusal of
 * the API and a TypingFault are returned to the form with its input; all data of the page is read again. Runs only for
 * the merchant whose page the form is on. `currency`: of the form's amount, in whose units a refusal names amounts.
 */
export async function attempt(form: FormData, work: Work, currency?: string): Promise<ActionState> {
  const session = await readSession();
  const shown = textIn(form, 'merchant');
  if (shown && shown !== session.merchant.id) {
    const description = `Nothing was done: another tab switched to ${session.merchant.name} (${session.merchant.mode}). Reload this page to act for it, or switch back first.`;
    return { error: { description } };
  }
  const key = textIn(form, 'attempt');
  const options = { ...(await onBehalfOf()), ...(/^[\w-]{16,64}$/.test(key) && { idempotencyKey: key }) };
  try {
    await confirm(form, session);
    const result = await work(session, options);
    refresh();
    return typeof result === 'string' ? { done: result } : result;
  } catch (error) {
    return withTyped(form, (await toConfirm(error, form, session)) ?? refused(error, session, currency));
  }
}

/** Sends the password or the code of a form that asked for it, so that the session counts as fresh. */
async function confirm(form: FormData, { gateway }: Session): Promise<void> {
  const proof = proofIn(form);
  if (proof) await gateway.auth.confirm(proof, await onBehalfOf());
}

/** The factor that the user gave in a form that asked for it; null: none. */
export function proofIn(form: FormData): { password: string } | { code: string } | { passkey: string } | null {
  const [password, code, passkey] = ['password', 'code', 'passkey'].map((kind) => form.get(`confirm_${kind}`));
  if (typeof passkey === 'string' && passkey !== '') return { passkey };
  if (typeof code === 'string' && code.trim() !== '') return { code: code.trim() };
  return typeof password === 'string' && password !== '' ? { password } : null;
}

/** The state of a form that needs a fresh factor, or got a wrong one; null for other errors. */
async function toConfirm(error: unknown, form: FormData, { gateway, user }: Session): Promise<ActionState | null> {
  if (!(error instanceof PaymentGatewayError)) return null;
  const { reason, description, requestId } = error;
  const given = proofIn(form) !== null;
  const isAsked = reason === 'fresh_factor_required';
  const isWrong =
    given && ['wrong_password', 'wrong_code', 'wrong_passkey', 'too_many_failed_logins'].includes(reason ?? '');
  if (!isAsked && !isWrong) return null;
  const kind = await confirmKindOf(gateway, user.secondFactor);
  const words = isAsked ? `Confirm that it is you: enter ${FACTOR_WORDS[kind]}.` : description;
  const fault = { description: words, field: confirmField(kind), ...(isWrong && { requestId }) };
  return { error: fault, confirm: kind };
}
const CODE_WORDS = 'a code of your authenticator app, or a recovery code';
const FACTOR_WORDS = { password: 'your password', code: CODE_WORDS, code_or_passkey: CODE_WORDS };

export function refused(error: unknown, session?: Session, currency?: string): ActionState {
  if (error instanceof TypingFault) return { error: { description: error.description, field: error.field } };
  if (!(error instanceof PaymentGatewayError)) throw error;
  if (error.reason === 'session_ended') redirect('/login?ended=true');
  const { field, requestId, status } = error;
  if (status === undefined)
    return { error: { description: 'The gateway did not respond. You can safely try again.', requestId } };
  const description = session && currency ? refusedAmount(error, session, currency) : error.description;
  return { error: { description, field, requestId } };
}
