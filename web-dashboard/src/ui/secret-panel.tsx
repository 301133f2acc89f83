'use client';

import { type SyntheticEvent, useEffect, useRef, useState } from 'react';
import type { ActionState } from '../lib/action';
import { CodeList, CodeTools } from './code-list';
import { Copy } from './copy';

type Secret = NonNullable<ActionState['secret']>;
const EVENT = 'secret';

/**
 * Shows a secret above any page. The form that produced it may be gone by then, because its list has been refreshed.
 */
export const showSecret = (secret: Secret) => window.dispatchEvent(new CustomEvent(EVENT, { detail: secret }));

/**
 * One secret after the other, until each is confirmed as stored: neither Escape nor a click outside closes the panel.
 */
export function SecretPanel() {
  const [secrets, setSecrets] = useState<readonly Secret[]>([]);
  const panel = useRef<HTMLDialogElement>(null);
  const [secret] = secrets;
  useEffect(() => {
    const keep = (event: Event) => setSecrets((before) => [...before, (event as CustomEvent<Secret>).detail]);
    window.addEventListener(EVENT, keep);
    return () => window.removeEventListener(EVENT, keep);
  }, []);
  useEffect(() => {
    if (!secret) return panel.current?.close();
    if (!panel.current?.open) panel.current?.showModal();
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [secret]);
  // Browsers without `closedby` close a dialog on the second Escape, even if `cancel` is prevented.
  const stay = (event: SyntheticEvent) => {
    event.preventDefault();
    if (secret && !panel.current?.open) panel.current?.showModal();
  };
  return (
    <dialog
      ref={panel}
      closedby="none"
      onCancel={stay}
      onClose={stay}
      aria-labelledby="secret-panel"
      className="w-[min(560px,calc(100vw-32px))] rounded-card border border-line bg-raised p-6 text-left text-ink shadow-[var(--float)]"
      data-secret-panel
    >
      {secret && (
        <>
          {/* The focus is here and not on the button, because the Enter key that sent the form may still be held down. */}
          <h2 id="secret-panel" tabIndex={-1} autoFocus className="text-[16px]/[24px] font-semibold outline-none">
            {secret.codes ? 'Store these recovery codes now' : 'Store this now'}
          </h2>
          <p className="mt-2 text-ink-2">{secret.label}</p>
          {secret.codes ? (
            <CodeList codes={secret.codes} />
          ) : (
            <div className="mt-4 flex items-center gap-2 rounded-control border border-line bg-canvas px-3 py-2">
              <code className="mono min-w-0 grow break-all select-all">{secret.value}</code>
              <Copy text={secret.value} label="it" />
            </div>
          )}
          <div className="mt-5 flex flex-wrap justify-end gap-2">
            {secret.codes && <CodeTools text={secret.value} />}
            <button type="button" className="button primary" onClick={() => setSecrets(secrets.slice(1))}>
              {secret.codes ? 'I have stored them' : 'I have stored it'}
            </button>
          </div>
        </>
      )}
    </dialog>
  );
}
