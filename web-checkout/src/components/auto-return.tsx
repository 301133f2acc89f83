'use client';

import { useEffect, useRef, useState } from 'react';
import { testId } from '../lib/test-ids';

const SECONDS = 3;

interface Words {
  back: string;
  /** With `{seconds}`. */
  countdown: string;
  leaving: string;
  now: string;
  stay: string;
}

/**
 * Goes back to the shop after a countdown that can be stopped. Only once per order and tab: who stayed, or came back by
 * the Back button, is not sent away again. Without scripts it is a link.
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
      location.replace(href); // this page would be in the way of the Back button
    }, 1_000);
    return () => clearInterval(timer.current);
  }, [orderId, href]);
  const stop = () => {
    clearInterval(timer.current);
    remember(orderId);
    setLeft(undefined);
  };
  const stay = () => {
    stop();
    link.current?.focus(); // the button is gone
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
  );
}

const keyOf = (orderId: string) => `stays:${orderId}`;

/** False also where nothing can be remembered: the Back button would lead into the next countdown. */
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
    // Storage is full or closed meanwhile: the shopper is asked once more.
  }
}
