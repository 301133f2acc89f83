'use client';

import { useActionState, useEffect, useRef } from 'react';
import { sendForm } from '@payment-gateway/web/send-form';
import { testId } from '../../../lib/test-ids';
import { checkSignature, type CheckState } from './actions';
import { Verdict } from './verdict';

interface Picked {
  body: string;
  headers: string;
  secret: string;
}

const BODY = 'The raw body, before any JSON parser:\n{"id":"evt_…","event":"payment.success",…}';
const HEADERS =
  'As your server received them:\nwebhook-id: evt_…\nwebhook-timestamp: 1764547200\nwebhook-signature: v1,…';

/** The form and its verdict, two cells of the page's grid: on a wide screen the verdict is beside the button. The input stays in the form after the diagnosis. */
export function DoctorForm({
  picked,
  known,
}: {
  picked: Picked;
  /** What is known of the chosen delivery before anything is checked. */
  known: CheckState;
}) {
  const [state, submit, pending] = useActionState<CheckState, FormData>(checkSignature, known);
  const verdict = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // On a phone it is above the form, and the button below.
    if (state.given) verdict.current?.scrollIntoView({ block: 'nearest' });
  }, [state]);
  const { body, headers, secret } = { ...picked, ...state.given };
  return (
    <>
      <div
        ref={verdict}
        role="status"
        className="min-w-0 scroll-mt-4 lg:sticky lg:bottom-6 lg:col-start-2 lg:row-start-2 lg:self-end"
      >
        <Verdict state={state} />
      </div>
      <form
        className="card grid min-w-0 gap-4 p-4 lg:col-start-1 lg:row-span-2 lg:row-start-1"
        action={submit}
        {...testId('doctor-form')}
        onSubmit={sendForm(submit, pending)}
      >
        <Area label="Body, as your code verifies it" name="body" value={body} rows={8} placeholder={BODY} />
        <Area label="Headers, one a line" name="headers" value={headers} rows={7} placeholder={HEADERS} />
        <div className="grid items-end gap-4 sm:grid-cols-2">
          <Line label="Secret" name="secret" value={secret} placeholder="whsec_…" look="secret" />
          <Line
            label="What your code computed (optional)"
            name="computed"
            value={state.given?.computed}
            placeholder="v1,… or hex digits"
          />
        </div>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <button className="button primary" aria-disabled={pending}>
            {pending ? 'Checking…' : 'Check signature'}
          </button>
          <span className="text-[13px]/[18px] text-ink-3">Nothing is stored.</span>
        </div>
      </form>
    </>
  );
}

function Area({
  label,
  value,
  ...area
}: {
  label: string;
  name: string;
  value: string;
  rows: number;
  placeholder: string;
}) {
  return (
    <label className="grid gap-1">
      <span className="text-[13px]/[18px] font-medium">{label}</span>
      <textarea className="field mono" defaultValue={value} spellCheck={false} {...area} />
    </label>
  );
}

function Line({
  label,
  value,
  look = '',
  ...input
}: {
  label: string;
  name: string;
  value: string | undefined;
  placeholder: string;
  look?: 'secret' | '';
}) {
  return (
    <label className="grid content-start gap-1">
      <span className="text-[13px]/[18px] font-medium">{label}</span>
      <input className={`field mono ${look}`} defaultValue={value} autoComplete="off" {...input} />
    </label>
  );
}
