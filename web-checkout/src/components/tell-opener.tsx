'use client';

import { postToOpener, type CheckoutMessage } from '@payment-gateway/sdk/frame-messages';
import { useEffect } from 'react';
import { forgetTyped } from '../lib/typed';

const told = new Set<string>();

/** Tells the page around this frame once; a success also forgets what was typed. */
export function TellOpener({ message }: { message: CheckoutMessage }) {
  // Signed anew at every refresh, and still the same message.
  const text = JSON.stringify(message, (name, value: unknown) => (/^return/.test(name) ? undefined : value));
  useEffect(() => {
    if (message.type === 'payment_success') forgetTyped();
    if (told.has(text)) return;
    told.add(text);
    postToOpener(message);
  }, [text]);
  return null;
}

/** Ends the wait of the page around this frame, and hands it the Escape key, which a browser tells to the frame alone. */
export function GreetOpener() {
  useEffect(() => {
    postToOpener({ type: 'ready' });
    const leave = ({ key, isComposing, defaultPrevented }: KeyboardEvent) => {
      if (key === 'Escape' && !isComposing && !defaultPrevented) postToOpener({ type: 'close_modal' });
    };
    addEventListener('keydown', leave);
    return () => removeEventListener('keydown', leave);
  }, []);
  return null;
}

export function CloseButton({ children }: { children: string }) {
  return (
    <button type="button" className="secondary" onClick={() => postToOpener({ type: 'close_modal' })}>
      {children}
    </button>
  );
}
