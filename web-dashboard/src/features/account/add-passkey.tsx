'use client';

import { useActionState, useEffect, useRef, useState, useTransition } from 'react';
import { testId } from '../../lib/test-ids';
import { Confirm } from '../../ui/confirm';
import { Fault } from '../../ui/fault';
import { Field } from '../../ui/field';
import { Submit } from '../../ui/submit';
import { addPasskey } from './factor-actions';
import { passkeyFault } from '../../ui/passkey-button';
import { RecoveryCodes } from './recovery-codes';

/** Adds a passkey: the form asks the API for a challenge, the browser makes the passkey, and the form sends it. */
export function AddPasskey() {
  const [state, post] = useActionState(addPasskey, {});
  const [fault, setFault] = useState<string>();
  const [, startSending] = useTransition();
  const form = useRef<HTMLFormElement>(null);
  const { ready } = state;
  useEffect(() => {
    if (ready === undefined || !form.current) return;
    const name = new FormData(form.current).get('name');
    import('@simplewebauthn/browser')
      .then(({ startRegistration }) => startRegistration({ optionsJSON: JSON.parse(ready) as never }))
      .then((response) => {
        const sent = new FormData();
        sent.set('name', typeof name === 'string' ? name : '');
        sent.set('passkey', JSON.stringify(response));
        startSending(() => post(sent));
      })
      .catch((error: unknown) => setFault(passkeyFault(error)));
  }, [ready, post]);
  if (state.secret) return <RecoveryCodes secret={state.secret} />;
  return (
    <form
      ref={form}
      action={post}
      onSubmit={() => setFault(undefined)}
      className="scripted grid gap-3"
      {...testId('passkey-form')}
    >
      <Field
        key={state.typed?.['name']}
        label="Name of a new passkey"
        name="name"
        maxLength={100}
        defaultValue={state.typed?.['name'] ?? ''}
        placeholder="Laptop"
        required
      />
      {state.confirm ? <Confirm kind={state.confirm} error={state.error} /> : <Fault error={state.error} />}
      {fault && (
        <p role="alert" className="text-bad">
          {fault}
        </p>
      )}
      {!state.confirm && (
        <span>
          <Submit look="" busy="Waiting for your passkey…">
            Add a passkey
          </Submit>
        </span>
      )}
      {state.done && (
        <p role="status" className="text-good">
          {state.done}
        </p>
      )}
    </form>
  );
}
