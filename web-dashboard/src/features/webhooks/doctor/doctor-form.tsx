'use client';

import { useActionState } from 'react';
import { sendForm } from '@payment-gateway/web/send-form';
import { testId } from '../../../lib/test-ids';
import { checkSignature, type CheckState } from './actions';

interface Picked {
  body: string;
  headers: string;
  secret: string;
}

/** The input stays in the form after the diagnosis. */
export function DoctorForm({ body, headers, secret }: Picked) {
  const [state, submit, pending] = useActionState<CheckState, FormData>(checkSignature, {});
  const good = state.diagnosis === 'good';
  return (
    <form className="grid gap-4" {...testId('doctor-form')} onSubmit={sendForm(submit, pending)}>
      <Area label="Body, as your code verifies it" name="body" value={body} rows={6} />
      <Area label="Headers, one a line" name="headers" value={headers} rows={6} />
      <label className="grid gap-1">
        <span className="text-[13px]/[18px] font-medium">Secret</span>
        <input
          className="field mono secret"
          name="secret"
          defaultValue={secret}
          placeholder="whsec_…"
          autoComplete="off"
        />
      </label>
      <label className="grid gap-1">
        <span className="text-[13px]/[18px] font-medium">What your code computed (optional)</span>
        <input className="field mono" name="computed" autoComplete="off" />
      </label>
      <span>
        <button className="button primary" aria-disabled={pending}>
          {pending ? 'Checking…' : 'Check signature'}
        </button>
      </span>
      <div role="status" className="empty:hidden">
        {state.title && (
          <div
            data-diagnosis={state.diagnosis}
            className={`rounded-control px-4 py-3 ${good ? 'bg-good-soft text-good' : 'bg-wait-soft text-wait'}`}
          >
            <p className="font-semibold">{state.title}</p>
            <p className="mt-1">{state.text}</p>
          </div>
        )}
      </div>
    </form>
  );
}

function Area({ label, name, value, rows }: { label: string; name: string; value: string; rows: number }) {
  return (
    <label className="grid gap-1">
      <span className="text-[13px]/[18px] font-medium">{label}</span>
      <textarea className="field mono" name={name} rows={rows} defaultValue={value} spellCheck={false} />
    </label>
  );
}
