'use client';

import { useActionState } from 'react';
import { testId } from '../../lib/test-ids';
import { Confirm } from '../../ui/confirm';
import { Copy } from '../../ui/copy';
import { Fault } from '../../ui/fault';
import { Field } from '../../ui/field';
import { Submit } from '../../ui/submit';
import { Done, RecoveryCodes } from './recovery-codes';
import { setUpTotp, type TotpSetupState } from './factor-actions';

/** Adds an authenticator app in three steps: begin, scan and confirm, store the recovery codes. Works without scripts. */
export function TotpSetup({ hasApp }: { hasApp: boolean }) {
  const [state, post] = useActionState(setUpTotp, {});
  if (state.secret) return <RecoveryCodes secret={state.secret} />;
  if (state.done) return <Done words={state.done} />;
  if (hasApp) return null;
  const isOfCode = state.setup !== undefined && state.error?.field === 'code';
  return (
    <form action={post} className="grid gap-4" {...testId('second-factor-form')}>
      {state.setup && <Scan {...state.setup} fault={isOfCode ? state.error?.description : undefined} />}
      {state.confirm ? (
        <Confirm kind={state.confirm} error={state.error} />
      ) : (
        !isOfCode && <Fault error={state.error} />
      )}
      {!state.confirm && (
        <span>
          <Submit busy="One moment…">{state.setup ? 'Confirm the code' : 'Add an authenticator app'}</Submit>
        </span>
      )}
    </form>
  );
}

function Scan({
  secret,
  url,
  qr: { path, side },
  fault,
}: NonNullable<TotpSetupState['setup']> & { fault: string | undefined }) {
  return (
    <>
      <input type="hidden" name="secret" value={secret} />
      <input type="hidden" name="url" value={url} />
      <p className="font-medium">1. Scan this with your authenticator app.</p>
      <svg
        role="img"
        aria-label="QR code of the secret for your authenticator app"
        viewBox={`0 0 ${side} ${side}`}
        shapeRendering="crispEdges"
        className="size-48 rounded-control border border-line bg-white p-2"
      >
        <path d={path} fill="#000" />
      </svg>
      <details>
        <summary className="text-[13px]/[18px] font-medium">I cannot scan it</summary>
        <p className="mt-2 text-[13px]/[18px] text-ink-2">Type this secret into the app:</p>
        <p className="mt-1 flex items-center gap-2">
          <code className="mono break-all">{secret.match(/.{1,4}/g)?.join(' ')}</code>
          <Copy text={secret} label="the secret" />
        </p>
      </details>
      <Field
        label="2. Enter the code that the app shows"
        name="code"
        className="field digits"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={10}
        error={fault}
        required
      />
    </>
  );
}
