'use client';

import { postToOpener } from '@payment-gateway/sdk/frame-messages';
import { useEffect } from 'react';

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
