'use client';

import { Problem } from './field';
import { type PayAction, PaymentForm } from './payment-form';
import { SubmitButton } from './submit-button';
import type { FormTexts } from './upi-form';

/** One button, which leads to the acquirer's own page: nothing is typed here. */
export function PageForm(props: { texts: FormTexts; pay: PayAction; attempt: string; here: string }) {
  const { texts } = props;
  return (
    <PaymentForm id="page-form" action={props.pay} attempt={props.attempt} here={props.here}>
      {({ state, pending }) => (
        <>
          <Problem text={state.problem && texts.errors[state.problem]} />
          <SubmitButton id="pay-button" pending={pending} progress={texts.processing}>
            {texts.pay}
          </SubmitButton>
        </>
      )}
    </PaymentForm>
  );
}
