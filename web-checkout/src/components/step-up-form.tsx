'use client';

import { type ReactNode, useEffect, useRef } from 'react';
import type { ActionState } from '../lib/actions';
import { testId } from '../lib/test-ids';
import { Field, Problem } from './field';
import { SubmitButton } from './submit-button';
import { useSubmission } from './use-submission';

type StepUpAction = (before: ActionState, form: FormData) => Promise<ActionState>;
const STATES: { untouched: ActionState; broken: ActionState } = { untouched: {}, broken: { problem: 'unreachable' } };
type Problems = Record<NonNullable<ActionState['problem']>, string>;

export function OtpForm(props: {
  action: StepUpAction;
  attempt: string;
  wrong: string | undefined;
  texts: { otp: string; confirm: string; processing: string; problems: Problems };
  hint: ReactNode;
  /** What a test merchant's shopper enters. */
  testCode: string | undefined;
}) {
  const { texts, wrong } = props;
  const form = useRef<HTMLFormElement>(null);
  const { state, submit, send, pending } = useSubmission(props.action, STATES);
  const error = state.problem === 'otpMissing' ? texts.problems.otpMissing : wrong;
  useEffect(() => {
    form.current?.querySelector('input[name=otp]')?.scrollIntoView({ block: 'nearest' });
    form.current?.querySelector<HTMLInputElement>('input[name=otp]')?.focus();
  }, [state, wrong]);
  return (
    <form {...testId('action-form')} ref={form} action={submit} onSubmit={send} noValidate className="mt-6 space-y-4">
      <input type="hidden" name="attempt" value={props.attempt} />
      <Field
        id="otp-input"
        name="otp"
        label={texts.otp}
        error={error}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={8}
        spread
      />
      {props.testCode && (
        <p className="rounded-card bg-wait-soft px-3 py-2 text-[14px]/[20px] font-medium text-wait">{props.testCode}</p>
      )}
      <Problem text={state.problem && state.problem !== 'otpMissing' ? texts.problems[state.problem] : undefined} />
      <SubmitButton pending={pending} progress={texts.processing}>
        {texts.confirm}
      </SubmitButton>
      {props.hint}
    </form>
  );
}

/** For test merchants: stands in for the UPI app on the shopper's phone. */
export function PlayUpiApp(props: {
  action: StepUpAction;
  attempt: string;
  texts: { title: string; approve: string; decline: string; processing: string; problems: Problems };
}) {
  const { texts } = props;
  const { state, submit, pending } = useSubmission(props.action, STATES);
  return (
    <form action={submit} className="rounded-card bg-wait-soft px-3 py-2">
      <input type="hidden" name="attempt" value={props.attempt} />
      <div className="flex flex-wrap items-center gap-2 [&_button]:min-h-10 [&_button]:w-auto [&_button]:px-3 [&_button]:py-1 [&_button]:text-[14px]/[20px]">
        <p className="min-w-32 grow basis-0 text-[14px]/[20px] font-medium text-wait">{texts.title}</p>
        <div className="flex gap-2">
          <SubmitButton
            id="upi-approve-button"
            name="approve"
            value="true"
            kind="secondary"
            pending={pending}
            progress={texts.processing}
          >
            {texts.approve}
          </SubmitButton>
          <SubmitButton
            id="upi-decline-button"
            name="approve"
            value="false"
            kind="secondary"
            pending={pending}
            progress={texts.processing}
          >
            {texts.decline}
          </SubmitButton>
        </div>
      </div>
      <Problem text={state.problem && texts.problems[state.problem]} />
    </form>
  );
}
