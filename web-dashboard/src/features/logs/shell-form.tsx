'use client';

import { type ReactNode, useActionState } from 'react';
import { sendForm } from '@payment-gateway/web/send-form';
import { testId } from '../../lib/test-ids';
import { sendRequest, type ShellState } from './shell-actions';
import { SHELL_METHODS } from './shell-request';

interface Given {
  method: string;
  path: string;
  body: string;
  /** For a live merchant: reading only. */
  readOnly: boolean;
}

/** One request and its response; the input stays, so that it can be changed and sent again. */
export function ShellForm({ method, path, body, readOnly }: Given) {
  const [state, submit, pending] = useActionState<ShellState, FormData>(sendRequest, {});
  const given = state.sent ?? { method, path, body };
  return (
    <form className="grid gap-4" {...testId('shell-form')} onSubmit={sendForm(submit, pending)} action={submit}>
      <div className="grid gap-4 sm:grid-cols-[120px_1fr]">
        <Labelled label="Method">
          <select className="field" name="method" defaultValue={given.method} key={given.method}>
            {(readOnly ? (['GET'] as const) : SHELL_METHODS).map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </Labelled>
        <Labelled label="Path">
          <input className="field mono" name="path" defaultValue={given.path} autoComplete="off" spellCheck={false} />
        </Labelled>
      </div>
      {!readOnly && (
        <Labelled label="Body, as JSON. Not sent with GET.">
          <textarea className="field mono" name="body" rows={6} defaultValue={given.body} spellCheck={false} />
        </Labelled>
      )}
      <span>
        <button className="button primary" aria-disabled={pending}>
          {pending ? 'Sending…' : 'Send'}
        </button>
      </span>
      <div role="status" className="empty:hidden">
        {state.error && <p className="rounded-control bg-bad-soft px-4 py-3 text-bad">{state.error}</p>}
        {state.status !== undefined && <Answer state={state} />}
      </div>
    </form>
  );
}

const Labelled = ({ label, children }: { label: string; children: ReactNode }) => (
  <label className="grid min-w-0 gap-1">
    <span className="text-[13px]/[18px] font-medium">{label}</span>
    {children}
  </label>
);

function Answer({ state: { status = 0, requestId, body = '' } }: { state: ShellState }) {
  return (
    <div className="grid gap-2" data-answer={status}>
      <p className={`font-semibold ${status < 400 ? 'text-good' : 'text-bad'}`}>
        {status} {requestId && <span className="mono font-normal text-ink-3">Request {requestId}</span>}
      </p>
      {body && <pre className="code wrapped">{indented(body)}</pre>}
    </div>
  );
}

function indented(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
