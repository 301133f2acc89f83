'use client';

import { useEffect, useRef, useState } from 'react';
import { testId } from '../lib/test-ids';

const SECONDS = 5;

interface Words {
  back: string;
  /** Contains `{seconds}`. */
  countdown: string;
  leaving: string;
  now: string;
  stay: string;
}

/**
 * Returns to the shop after a countdown that the shopper can stop, and that ends when the shopper opens the form for the
 * receipt or types. Only once per order and tab: a shopper who stayed, or came back with the Back button, is not
 * redirected again. Without scripts it is a link.
 */
export function AutoReturn({ orderId, href, words }: { orderId: string; href: string; words: Words }) {
  const [left, setLeft] = useState<number>();
  const timer = useRef<ReturnType<typeof setInterval>>(undefined);
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (!isFirst(orderId)) return;
    let seconds = SECONDS;
    setLeft(seconds);
    timer.current = setInterval(() => {
      setLeft(--seconds);
      if (seconds > 0) return;
      clearInterval(timer.current);
      remember(orderId);
      location.replace(href); // replaced, because the Back button would otherwise stop at this page
    }, 1_000);
    return () => clearInterval(timer.current);
  }, [orderId, href]);
  const stop = () => {
    clearInterval(timer.current);
    remember(orderId);
    setLeft(undefined);
  };
  useEffect(() => {
    const stopForInput = ({ target }: FocusEvent) => {
      if (target instanceof HTMLInputElement) stop();
    };
    document.addEventListener('focusin', stopForInput);
    document.addEventListener('toggle', stop, true); // the form for the mail was opened; toggle does not bubble
    return () => {
      document.removeEventListener('focusin', stopForInput);
      document.removeEventListener('toggle', stop, true);
    };
  });
  const stay = () => {
    stop();
    link.current?.focus(); // the button that had the focus is gone
  };
  const isCounting = left !== undefined;
  const countdown = words.countdown.replace('{seconds}', String(left));
  return (
    <div className="mt-6 space-y-3">
      {isCounting && (
        <p {...testId('return-countdown')} className="text-ink-2">
          <span className="sr-only" role="status">
            {words.countdown.replace('{seconds}', String(SECONDS))}
          </span>
          <span aria-hidden="true" className="tabular-nums">
            {left > 0 ? countdown : words.leaving}
          </span>
        </p>
      )}
      <div className="flex gap-3">
        <a
          ref={link}
          {...testId('return-link')}
          className={isCounting ? 'primary' : 'secondary'}
          href={href}
          onClick={stop}
        >
          {isCounting ? words.now : words.back}
        </a>
        {isCounting && (
          <button {...testId('stay-button')} type="button" className="secondary" onClick={stay}>
            {words.stay}
          </button>
        )}
      </div>
    </div>
  );
}

const keyOf = (orderId: string) => `stays:${orderId}`;

/** False also if the browser stores nothing: the Back button would then start the next countdown. */
function isFirst(orderId: string): boolean {
  try {
    return sessionStorage.getItem(keyOf(orderId)) === null;
  } catch {
    return false;
  }
}

function remember(orderId: string): void {
  try {
    sessionStorage.setItem(keyOf(orderId), '1');
  } catch {
    // Storage is full or blocked: the countdown may start once more.
  }
}
