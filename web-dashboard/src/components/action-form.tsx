'use client';

import { type ReactNode, useActionState, useEffect, useRef, useState } from 'react';
import type { ActionState } from '../lib/action';
import { sendForm } from '../lib/send-form';
import { useMerchant } from './acting-for';
import { Copy } from './copy';
import { Fault } from './fault';
import { notify } from './notice';
import type { TestId } from '../lib/test-ids';

export type FormAction = (before: ActionState, form: FormData) => Promise<ActionState>;

/**
 * A form that says what became of it. `attempt` is its idempotency key: however often it is sent, it is done once; the
 * page that comes back brings a new one. What was typed stays until it worked: who tries again must not refund another
 * amount than before. Inside a dialog, success closes it and is said on the page.
 */
export function ActionForm({
  action,
  attempt,
  children,
  className = 'grid gap-4',
  testId,
}: {
  action: FormAction;
  attempt: string;
  children: ReactNode;
  className?: string;
  testId?: TestId | undefined;
}) {
  const [state, submit, pending] = useActionState(action, {});
  const form = useRef<HTMLFormElement>(null);
  const [saidOnPage, setSaidOnPage] = useState(false);
  const merchant = useMerchant();
  useEffect(() => {
    if (state.done) form.current?.reset();
    const dialog = form.current?.closest('dialog');
    if (dialog?.open && state.done && !state.secret) {
      dialog.close();
      notify(state.done);
      setSaidOnPage(true);
    }
    if (state.error?.field)
      form.current?.querySelector<HTMLElement>(`[name="${state.error.field.split('.')[0]}"]`)?.focus();
  }, [state]);
  return (
    <form
      ref={form}
      action={submit}
      className={className}
      aria-busy={pending}
      data-pending={pending || undefined}
      data-test-id={testId}
      onSubmit={sendForm(submit, pending)}
    >
      <input type="hidden" name="attempt" value={attempt} />
      <input type="hidden" name="merchant" value={merchant} />
      {children}
      <Fault error={state.error} />
      <div role="status" className="empty:hidden">
        {state.done && !saidOnPage && <p className="text-good">{state.done}</p>}
        {state.secret && (
          <div className="mt-2 rounded-control bg-wait-soft px-4 py-3">
            <p className="text-[13px]/[18px] text-wait">{state.secret.label}</p>
            <p className="mt-1 flex items-center gap-2">
              <code className="mono min-w-0 break-all">{state.secret.value}</code>
              <Copy text={state.secret.value} label="it" />
            </p>
          </div>
        )}
      </div>
    </form>
  );
}
