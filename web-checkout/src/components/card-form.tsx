'use client';

import { type CardNetwork, cvvLengthOf, detectCardNetwork } from '@payment-gateway/sdk/validators';
import { type FormEvent, useState } from 'react';
import { caretAfter, completeExpiry, countDigits, cutCvv, groupCardNumber, groupExpiry } from '../lib/card-format';
import { cardErrors, cardIn } from '../lib/card-input';
import { testId } from '../lib/test-ids';
import { typedBefore } from '../lib/typed';
import { Field, Problem } from './field';
import { NetworkMark } from './network-mark';
import { type PayAction, PaymentForm } from './payment-form';
import { SubmitButton } from './submit-button';
import type { FormTexts } from './upi-form';

/** Regroups the input while it is typed or pasted, and keeps the caret's position among the digits. */
function regroup(input: HTMLInputElement, group: (text: string) => string): string {
  const before = countDigits(input.value.slice(0, input.selectionStart ?? undefined));
  const atEnd = isAtEnd(input);
  const grouped = group(input.value);
  if (grouped !== input.value) {
    input.value = grouped;
    const caret = atEnd ? grouped.length : caretAfter(grouped, before);
    input.setSelectionRange(caret, caret);
  }
  return grouped;
}

const isAtEnd = (input: HTMLInputElement) => input.selectionStart === input.value.length;

/**
 * Correcting a digit in the middle starts with deleting it, so an input edited in the middle is reformatted only on
 * blur.
 */
function typeExpiry({ currentTarget: input }: FormEvent<HTMLInputElement>): void {
  if (isAtEnd(input)) regroup(input, groupExpiry);
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
  const typeNumber = ({ currentTarget: input }: FormEvent<HTMLInputElement>) =>
    setNetwork(detectCardNetwork(regroup(input, groupCardNumber)));
  const typeCvv = ({ currentTarget: input }: FormEvent<HTMLInputElement>) => void regroup(input, cutCvv);
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
              onBlur={({ currentTarget: input }) => (input.value = completeExpiry(input.value))}
              inputMode="numeric"
              autoComplete="cc-exp"
            />
            <Field
              id="cvv-input"
              name="cvv"
              label={texts.cvv}
              placeholder={'1234'.slice(0, cvvLengthOf(network) ?? 3)}
              error={errors.cvv && texts.errors[errors.cvv]}
              onInput={typeCvv}
              type="password"
              inputMode="numeric"
              autoComplete="cc-csc"
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
