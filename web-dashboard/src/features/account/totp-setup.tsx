'use client';

import { useActionState } from 'react';
import { testId } from '../../lib/test-ids';
import { Confirm } from '../../ui/confirm';
import { Copy } from '../../ui/copy';
import { Fault } from '../../ui/fault';
import { Field } from '../../ui/field';
import { Submit } from '../../ui/submit';
import { setUpTotp, type TotpSetupState } from './factor-actions';

/** Adds an authenticator app in three steps: begin, scan and confirm, store the recovery codes. Works without scripts. */
export function TotpSetup({ hasApp }: { hasApp: boolean }) {
  const [state, post] = useActionState(setUpTotp, {});
  if (state.recoveryCodes) return <RecoveryCodes codes={state.recoveryCodes} />;
  if (hasApp) return null;
  return (
    <form action={post} className="grid gap-4" {...testId('second-factor-form')}>
      {state.setup && <Scan {...state.setup} />}
      {state.confirm ? <Confirm kind={state.confirm} error={state.error} /> : <Fault error={state.error} />}
      {!state.confirm && (
        <span>
          <Submit busy="One moment…">{state.setup ? 'Confirm the code' : 'Add an authenticator app'}</Submit>
        </span>
      )}
    </form>
  );
}

function Scan({ secret, url, qr: { path, side } }: NonNullable<TotpSetupState['setup']>) {
  return (
    <>
      <input type="hidden" name="secret" value={secret} />
      <input type="hidden" name="url" value={url} />
      <p className="text-ink-2">Scan this with your authenticator app, then enter the code that it shows.</p>
      <svg
        role="img"
        aria-label="QR code of the secret for your authenticator app"
        viewBox={`0 0 ${side} ${side}`}
        shapeRendering="crispEdges"
        className="size-48 rounded-control bg-white"
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
      <Field label="Code" name="code" inputMode="numeric" autoComplete="one-time-code" maxLength={10} required />
    </>
  );
}

export function RecoveryCodes({ codes }: { codes: string[] }) {
  if (codes.length === 0) return <p className="text-good">Added. Your recovery codes stay valid.</p>;
  return (
    <div role="status" className="grid gap-3">
      <p className="font-medium text-good">Added. Each sign-in takes a code from now on.</p>
      <p>
        Store these recovery codes now, apart from your device: each signs in once without it. They are shown only here.
      </p>
      <ul className="mono grid grid-cols-[repeat(auto-fill,minmax(180px,1fr))] gap-1 rounded-control border border-line bg-canvas p-3">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <span>
        <Copy text={codes.join('\n')} label="all codes" />
      </span>
    </div>
  );
}
