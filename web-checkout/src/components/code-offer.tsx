'use client';

import { type ReactNode, useState } from 'react';
import { FORM_STATES } from '../lib/form-states';
import { press } from '../lib/pressed';
import type { Texts } from '../lib/texts';
import { ANY_APP, UPI_APPS } from '../lib/upi-apps';
import { Problem } from './field';
import type { PayAction } from './payment-form';
import { SubmitButton } from './submit-button';
import { useSubmission } from './use-submission';

export type CodeTexts = Pick<Texts, 'appsTitle' | 'anyApp' | 'showQr' | 'moment' | 'errors'>;

/** In place of an app's scheme. */
export const QR = 'qr';

/**
 * Buttons that create the UPI payment: *Show QR code* on a wide screen; on a phone the apps first, and the code below.
 * There is no code before that, because a code is a payment, and a page view must not make one.
 */
export function CodeOffer(props: {
  showCode: PayAction;
  here: string;
  /** The payment whose code is over; empty if there was none. */
  after: string;
  texts: CodeTexts;
  /** By the names of the apps. */
  marks: Readonly<Record<string, ReactNode>>;
  /** What the code is for. */
  children: ReactNode;
}) {
  const { texts } = props;
  const [pressed, setPressed] = useState<string>();
  const { state, submit, send, pending } = useSubmission(props.showCode, { ...FORM_STATES, here: props.here });
  const choose = (button: string) => () => {
    press(button);
    setPressed(button);
  };
  const isPending = (button: string) => pending && pressed === button;
  return (
    <form action={submit} onSubmit={send} noValidate className="space-y-4">
      <input type="hidden" name="after" value={props.after} />
      <h2 className="mb-2 hidden text-[14px]/[20px] font-medium phone:block">{texts.appsTitle}</h2>
      <div className="hidden grid-cols-2 gap-2 phone:grid">
        {UPI_APPS.map(([name, scheme]) => (
          <SubmitButton
            key={name}
            kind="secondary"
            pending={isPending(scheme)}
            progress={texts.moment}
            onClick={choose(scheme)}
          >
            {props.marks[name]}
            {name}
          </SubmitButton>
        ))}
        <SubmitButton
          id="any-app-button"
          kind="secondary"
          pending={isPending(ANY_APP)}
          progress={texts.moment}
          onClick={choose(ANY_APP)}
        >
          {texts.anyApp}
        </SubmitButton>
      </div>
      <div className="rounded-card border border-line p-4 phone:border-0 phone:p-0">
        {props.children}
        <SubmitButton
          id="show-qr-button"
          kind="show-code"
          pending={isPending(QR)}
          progress={texts.moment}
          onClick={choose(QR)}
        >
          {texts.showQr}
        </SubmitButton>
      </div>
      <Problem text={state.problem && texts.errors[state.problem]} />
    </form>
  );
}
