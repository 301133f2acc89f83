'use client';

import { useState } from 'react';
import { FORM_STATES } from '../lib/form-states';
import { press } from '../lib/pressed';
import type { Texts } from '../lib/texts';
import { ANY_APP, UPI_APPS } from '../lib/upi-apps';
import { CodeCard } from './code-card';
import { Problem } from './field';
import type { PayAction } from './payment-form';
import { QrOutline } from './qr-outline';
import { SubmitButton } from './submit-button';
import { useSubmission } from './use-submission';

export type CodeTexts = Pick<Texts, 'scanTitle' | 'scanHint' | 'appsTitle' | 'anyApp' | 'showQr' | 'moment' | 'errors'>;

/** In place of an app's scheme. */
export const QR = 'qr';

/** Buttons that create the UPI payment: *Show QR* on a wide screen; on a phone the apps first, and the code below. */
export function CodeOffer(props: {
  showCode: PayAction;
  here: string;
  /** The payment whose code is over; empty if there was none. */
  after: string;
  texts: CodeTexts;
  small: boolean;
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
      <CodeCard
        small={props.small}
        code={
          <>
            <QrOutline />
            <SubmitButton
              id="show-qr-button"
              kind="show-code"
              pending={isPending(QR)}
              progress={texts.moment}
              onClick={choose(QR)}
            >
              {texts.showQr}
            </SubmitButton>
          </>
        }
      >
        <h2 className="font-medium phone:hidden">{texts.scanTitle}</h2>
        <p className="text-[14px]/[20px] text-ink-2 phone:hidden">{texts.scanHint}</p>
      </CodeCard>
      <Problem text={state.problem && texts.errors[state.problem]} />
    </form>
  );
}
