'use client';

import { type FormEvent, type ReactNode, useActionState, useEffect, useRef, useState, useTransition } from 'react';
import { useMerchant } from '../lib/acting-for';
import type { ActionState } from '../lib/action';
import type { TestId } from '../lib/test-ids';
import { Confirm } from './confirm';
import { Fault } from './fault';
import { notify } from './notice';
import { showSecret } from './secret-panel';
import { FieldFault, Typed } from './typed';

export type FormAction = (before: ActionState, form: FormData) => Promise<ActionState>;

/**
 * A form that shows its result. `attempt` is its idempotency key, so repeated sends act once; the page that comes back
 * contains a new key. The input stays until the action succeeds, so a retry cannot refund another amount than before.
 * Inside a dialog, success closes the dialog and the page shows the message.
 */
export function ActionForm({
  action,
  attempt,
  children,
  className = 'grid gap-4',
  testId,
  id,
  faultAtField = false,
  faultOnTop = false,
}: {
  action: FormAction;
  attempt: string;
  children: ReactNode;
  className?: string;
  testId?: TestId | undefined;
  id?: string;
  /** A fault of a field is shown at it, without the request's id: for mistakes in typing. Every such field is a Field. */
  faultAtField?: boolean;
  /** A fault is shown above the fields, and its field is marked. */
  faultOnTop?: boolean;
}) {
  // The state that the server rendered: of a form sent before the scripts had loaded, or without scripts.
  const [posted, post] = useActionState(action, {});
  const [answer, setAnswer] = useState<ActionState & { said?: boolean }>();
  const [pending, startSending] = useTransition();
  const form = useRef<HTMLFormElement>(null);
  const unsaid = useRef<string>(undefined);
  const merchant = useMerchant();
  const state = answer ?? posted;
  const marked = faultOnTop && state.error ? { ...state.error, description: '' } : undefined;
  const isAtField = faultAtField && state.error?.field !== undefined;
  useEffect(() => {
    unsaid.current = undefined; // the page shows it now
  }, [answer]);
  useEffect(() => () => void (unsaid.current && notify(unsaid.current)), []);
  useEffect(() => {
    if (posted.secret) showSecret(posted.secret);
  }, [posted]);
  useEffect(() => {
    const field = state.error?.field?.split('.')[0];
    if (field) form.current?.querySelector<HTMLElement>(`[name="${field}"]`)?.focus();
    if (state.done) form.current?.reset(); // to the values that the page shows now
  }, [state]);

  /** Sent by our own code: React resets a form whose own action has ended, even if the action failed. */
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const [sent, typed] = [event.currentTarget, new FormData(event.currentTarget)];
    if (pending) return;
    startSending(async () => {
      const result = (await action({}, typed)) as ActionState | undefined;
      if (!result) return; // the action redirected to another page
      // Not in an effect: the refreshed page may not contain this form any more.
      if (result.secret) showSecret(result.secret);
      const dialog = sent.closest('dialog');
      const isOver = !sent.isConnected || dialog !== null || result.secret !== undefined;
      if (result.done) dialog?.close();
      if (result.done && isOver) notify(result.done);
      // The refreshed page and this result are committed together. If the page does not contain this form any more, as
      // when its row left a filtered list, the form unmounts before it could show the message.
      if (!isOver) unsaid.current = result.done;
      startSending(() => setAnswer({ ...result, said: isOver }));
    });
  };
  return (
    <form
      ref={form}
      id={id}
      action={post}
      className={className}
      aria-busy={pending}
      data-pending={pending || undefined}
      data-test-id={testId}
      onSubmit={send}
    >
      <input type="hidden" name="attempt" value={attempt} />
      <input type="hidden" name="merchant" value={merchant} />
      {faultOnTop && <Fault error={state.error} />}
      <Typed value={posted.typed ?? {}}>
        <FieldFault value={isAtField ? state.error : marked}>{children}</FieldFault>
      </Typed>
      {state.confirm ? (
        <Confirm kind={state.confirm} error={state.error} />
      ) : (
        !isAtField && !faultOnTop && <Fault error={state.error} />
      )}
      <div role="status" className="empty:hidden">
        {state.done && !answer?.said && <p className="text-good">{state.done}</p>}
        {state.secret && (
          <noscript>
            <p className="text-[13px]/[18px] text-wait">{state.secret.label}</p>
            <code className="mono break-all">{state.secret.value}</code>
          </noscript>
        )}
      </div>
    </form>
  );
}
