'use client';

import { postToOpener, type CheckoutMessage } from '@payment-gateway/sdk/frame-messages';
import { useEffect } from 'react';
import { forgetTyped } from '../lib/typed';

const posted = new Set<string>();

/** Posts the message once to the page around this frame; a success also clears the stored input. */
export function NotifyOpener({ message }: { message: CheckoutMessage }) {
  // Every refresh signs the return anew; it is still the same message.
  const text = JSON.stringify(message, (name, value: unknown) => (/^return/.test(name) ? undefined : value));
  useEffect(() => {
    if (message.type === 'payment_success') forgetTyped();
    if (posted.has(text)) return;
    posted.add(text);
    postToOpener(message);
  }, [text]);
  return null;
}

export function CloseButton({ children }: { children: string }) {
  return (
    <button type="button" className="secondary" onClick={() => postToOpener({ type: 'close_modal' })}>
      {children}
    </button>
  );
}
