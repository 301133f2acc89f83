'use client';

import { type CardNetwork, detectCardNetwork } from '@payment-gateway/sdk/validators';
import { type FormEvent, useState } from 'react';
import { caretAfter, groupCardNumber, groupExpiry } from '../lib/card-format';
import { cardErrors, cardIn } from '../lib/card-input';
import { testId } from '../lib/test-ids';
import { typedBefore } from '../lib/typed';
import { Field, Problem } from './field';
import { NetworkMark } from './icons';
import { type PayAction, PaymentForm } from './payment-form';
import { SubmitButton } from './submit-button';
import type { FormTexts } from './upi-form';

/** Rewrites the input as it is typed or pasted, and leaves the caret where the shopper's hand is. */
function regroup(input: HTMLInputElement, group: (text: string) => string): string {
  const before = input.value.slice(0, input.selectionStart ?? undefined).replace(/\D/g, '').length;
  const atEnd = input.selectionStart === input.value.length;
  const grouped = group(input.value);
  if (grouped !== input.value) {
    input.value = grouped;
    const caret = atEnd ? grouped.length : caretAfter(grouped, before);
    input.setSelectionRange(caret, caret);
  }
  return grouped;
}

export function CardForm(props: {
  texts: FormTexts;
  pay: PayAction;
  attempt: string;
  here: string;
  cardholder: string;
}) {
  const { texts } = props;
  const [network, setNetwork] = useState<CardNetwork>(() => detectCardNetwork(typedBefore().cardNumber ?? ''));
  const typeNumber = (event: FormEvent<HTMLInputElement>) =>
    setNetwork(detectCardNetwork(regroup(event.currentTarget, groupCardNumber)));
  const typeExpiry = (event: FormEvent<HTMLInputElement>) => regroup(event.currentTarget, groupExpiry);
  return (
    <PaymentForm
      id="card-form"
      action={props.pay}
      attempt={props.attempt}
      here={props.here}
      check={(form) => cardErrors(cardIn(form))}
    >
      {({ errors, state, pending }) => (
        <>
          <Field
            id="card-number-input"
            name="cardNumber"
            label={texts.cardNumber}
            placeholder="1234 5678 9012 3456"
            defaultValue={typedBefore().cardNumber}
            error={errors.cardNumber && texts.errors[errors.cardNumber]}
            onInput={typeNumber}
            inputMode="numeric"
            autoComplete="cc-number"
            maxLength={23}
            mark={
              <span {...testId('card-network')} data-network={network}>
                <NetworkMark network={network} />
              </span>
            }
          />
          <div className="grid grid-cols-2 gap-4">
            <Field
              id="expiry-input"
              name="expiry"
              label={texts.expiry}
              placeholder="MM/YY"
              defaultValue={typedBefore().expiry}
              error={errors.expiry && texts.errors[errors.expiry]}
              onInput={typeExpiry}
              inputMode="numeric"
              autoComplete="cc-exp"
              maxLength={9}
            />
            <Field
              id="cvv-input"
              name="cvv"
              label={texts.cvv}
              placeholder={network === 'amex' ? '1234' : '123'}
              error={errors.cvv && texts.errors[errors.cvv]}
              type="password"
              inputMode="numeric"
              autoComplete="cc-csc"
              maxLength={4}
            />
          </div>
          <Field
            id="cardholder-name-input"
            name="cardholder"
            label={texts.cardholder}
            defaultValue={typedBefore().cardholder ?? state.cardholder ?? props.cardholder}
            autoComplete="cc-name"
            maxLength={100}
          />
          <Problem text={state.problem && texts.errors[state.problem]} />
          <SubmitButton id="pay-button" pending={pending} progress={texts.processing}>
            {texts.pay}
          </SubmitButton>
        </>
      )}
    </PaymentForm>
  );
}
