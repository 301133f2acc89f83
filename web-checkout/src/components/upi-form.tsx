'use client';

import { vpaErrors, vpaIn } from '../lib/card-input';
import type { Texts } from '../lib/texts';
import { typedBefore } from '../lib/typed';
import { Field, Problem } from './field';
import { type PayAction, PaymentForm } from './payment-form';
import { SubmitButton } from './submit-button';

export interface FormTexts extends Pick<
  Texts,
  'vpa' | 'or' | 'anyApp' | 'processing' | 'cardNumber' | 'expiry' | 'cvv' | 'cardholder' | 'errors'
> {
  pay: string;
}

export function UpiForm(props: {
  texts: FormTexts;
  payByVpa: PayAction;
  payByAnyApp: PayAction;
  attempts: [string, string];
  here: string;
  vpa: string;
}) {
  const { texts } = props;
  return (
    <>
      <PaymentForm
        id="upi-form"
        action={props.payByVpa}
        attempt={props.attempts[0]}
        here={props.here}
        check={(form) => vpaErrors(vpaIn(form))}
      >
        {({ errors, state, pending }) => (
          <>
            <Field
              id="vpa-input"
              name="vpa"
              label={texts.vpa}
              placeholder="username@bank"
              defaultValue={typedBefore().vpa ?? state.vpa ?? props.vpa}
              error={errors.vpa && texts.errors[errors.vpa]}
              inputMode="email"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
            />
            <Problem text={state.problem && texts.errors[state.problem]} />
            <SubmitButton id="pay-button" pending={pending} progress={texts.processing}>
              {texts.pay}
            </SubmitButton>
          </>
        )}
      </PaymentForm>
      <p className="my-4 flex items-center gap-4 text-[14px]/[20px] text-ink-3 before:h-px before:grow before:bg-line after:h-px after:grow after:bg-line">
        {texts.or}
      </p>
      <PaymentForm action={props.payByAnyApp} attempt={props.attempts[1]} here={props.here}>
        {({ state, pending }) => (
          <>
            <Problem text={state.problem && texts.errors[state.problem]} />
            <SubmitButton id="any-app-button" kind="secondary" pending={pending} progress={texts.processing}>
              {texts.anyApp}
            </SubmitButton>
          </>
        )}
      </PaymentForm>
    </>
  );
}
