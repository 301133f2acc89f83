'use client';

import { type ReactNode, useState } from 'react';
import { FORM_STATES } from '../lib/form-states';
import { press } from '../lib/pressed';
import type { TestId } from '../lib/test-ids';
import type { Texts } from '../lib/texts';
import { ANY_APP, UPI_APPS } from '../lib/upi-apps';
import { Problem } from './field';
import type { PayAction } from './payment-form';
import { SubmitButton } from './submit-button';
import { useSubmission } from './use-submission';

export type CodeTexts = Pick<Texts, 'anyApp' | 'showQr' | 'moment' | 'errors'>;

/** In place of an app's scheme. */
export const QR = 'qr';

/**
 * Buttons that create the UPI payment: *Show QR code* on a wide screen; on a phone the apps, of which the first leads.
 * There is no code before that, because a code is a payment, and a page view must not make one.
 */
export function CodeOffer(props: {
  showCode: PayAction;
  here: string;
  /** The payment whose code is over; empty if there was none. */
  after: string;
  texts: CodeTexts;
  /** What the buttons are for. */
  children: ReactNode;
}) {
  const { texts } = props;
  const [pressed, setPressed] = useState<string>();
  const { state, submit, send, pending } = useSubmission(props.showCode, { ...FORM_STATES, here: props.here });
  const button = (value: string, name: string, kind: 'primary' | 'secondary' | 'show-code', id?: TestId) => (
    <SubmitButton
      key={value}
      {...(id && { id })}
      kind={kind}
      pending={pending && pressed === value}
      progress={texts.moment}
      onClick={() => {
        press(value);
        setPressed(value);
      }}
    >
      {name}
    </SubmitButton>
  );
  return (
    <form action={submit} onSubmit={send} noValidate className="space-y-3">
      <input type="hidden" name="after" value={props.after} />
      {props.children}
      <div className="grid gap-2 phone:grid-cols-2">
        <div className="hidden *:first:col-span-2 phone:contents">
          {UPI_APPS.map(([name, scheme], at) => button(scheme, name, at ? 'secondary' : 'primary'))}
          {button(ANY_APP, texts.anyApp, 'show-code', 'any-app-button')}
        </div>
        {button(QR, texts.showQr, 'show-code', 'show-qr-button')}
      </div>
      <Problem text={state.problem && texts.errors[state.problem]} />
    </form>
  );
}
