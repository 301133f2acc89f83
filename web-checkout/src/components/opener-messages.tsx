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

/**
 * Reports to the page around this frame that the checkout is ready and how high its content is, and forwards the Escape
 * key, which only the frame receives.
 */
export function ConnectOpener() {
  useEffect(() => {
    postToOpener({ type: 'ready' });
    const content = document.querySelector<HTMLElement>('[data-embedded]');
    const observer = new ResizeObserver(
      () => content && postToOpener({ type: 'height', height: Math.ceil(content.offsetHeight) }),
    );
    if (content) observer.observe(content);
    const leave = ({ key, isComposing, defaultPrevented }: KeyboardEvent) => {
      if (key === 'Escape' && !isComposing && !defaultPrevented) postToOpener({ type: 'close_modal' });
    };
    addEventListener('keydown', leave);
    return () => {
      removeEventListener('keydown', leave);
      observer.disconnect();
    };
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
