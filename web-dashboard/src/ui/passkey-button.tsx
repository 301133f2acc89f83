'use client';

import { useRef, useState } from 'react';
import type { TestId } from '../lib/test-ids';

interface Options {
  options?: string;
  error?: string;
}

/**
 * Asks the browser for a passkey, writes its response into the form's hidden field, and sends the form. The only button
 * that needs scripts, because only scripts reach a passkey.
 */
export function PasskeyButton({
  name,
  options,
  look = '',
  wide = false,
  testId,
  children,
}: {
  /** Name of the hidden field. */
  name: string;
  options: () => Promise<Options>;
  look?: 'primary' | '';
  /** As wide as the form. */
  wide?: boolean;
  testId?: TestId;
  children: string;
}) {
  const field = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  const ask = async () => {
    setFault(undefined);
    setBusy(true);
    try {
      const made = await options();
      if (made.options === undefined) return setFault(made.error);
      const optionsJSON = JSON.parse(made.options) as never;
      // Loaded when it is needed, because most pages have such a button and few use it.
      const { startAuthentication } = await import('@simplewebauthn/browser');
      const response = await startAuthentication({ optionsJSON });
      const form = field.current?.form;
      if (!field.current || !form) return;
      field.current.value = JSON.stringify(response);
      form.noValidate = true; // the field of a code may be empty
      form.requestSubmit();
    } catch (error) {
      setFault(passkeyFault(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <span className={`scripted grid gap-2 ${wide ? '' : 'justify-items-start'}`}>
      <input ref={field} type="hidden" name={name} defaultValue="" />
      <button
        type="button"
        className={`button ${look}`}
        aria-disabled={busy}
        data-test-id={testId}
        onClick={() => !busy && void ask()}
      >
        {busy ? 'Waiting for your passkey…' : children}
      </button>
      {fault && (
        <span role="alert" className="text-bad">
          {fault}
        </span>
      )}
    </span>
  );
}

/** What to tell the user about an error of the browser. */
export function passkeyFault(error: unknown): string {
  const { name, code } = error as { name?: string; code?: string };
  if (code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED') return 'This device has a passkey of your account already.';
  if (name === 'NotAllowedError') return 'No passkey was given. Try again.';
  return 'This browser could not use a passkey. Use another factor.';
}
