'use client';

import { vpaErrors, vpaIn } from '../lib/card-input';
import type { Texts } from '../lib/texts';
import { typedBefore } from '../lib/typed';
import { Field, Problem } from './field';
import { type PayAction, PaymentForm } from './payment-form';
import { SubmitButton } from './submit-button';

export interface FormTexts extends Pick<
  Texts,
  'vpa' | 'processing' | 'cardNumber' | 'expiry' | 'cvv' | 'cardholder' | 'errors'
> {
  pay: string;
}

/** UPI collect: the shopper types a UPI ID and approves the request in the app. */
export function UpiForm(props: { texts: FormTexts; pay: PayAction; attempt: string; here: string; vpa: string }) {
  const { texts } = props;
  return (
    <PaymentForm
      id="upi-form"
      action={props.pay}
      attempt={props.attempt}
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
            beside={
              <SubmitButton id="pay-button" kind="beside" pending={pending} progress={texts.processing}>
                {texts.pay}
              </SubmitButton>
            }
          />
          <Problem text={state.problem && texts.errors[state.problem]} />
        </>
      )}
    </PaymentForm>
  );
}
