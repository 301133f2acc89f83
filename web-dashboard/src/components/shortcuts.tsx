'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { NAV } from './nav';

const TYPING = /^(INPUT|TEXTAREA|SELECT)$/;
const PAUSE_MS = 1_000;

/** Ctrl-K (or ⌘K) finds a page or a payment; `g` and a letter go there; `/` searches the list; `?` lists it all. */
export function Shortcuts() {
  const router = useRouter();
  const palette = useRef<HTMLDialogElement>(null);
  const help = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState('');
  const found = matching(text);

  useEffect(() => {
    let went = 0;
    const press = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key === 'k') {
        event.preventDefault();
        setText('');
        return palette.current?.showModal();
      }
      const { tagName } = event.target as HTMLElement;
      if (TYPING.test(tagName) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (document.querySelector('dialog[open]')) return;
      const target = NAV.find(({ keys }) => keys === event.key);
      if (Date.now() - went < PAUSE_MS && target) router.push(target.href);
      went = event.key === 'g' ? Date.now() : 0;
      if (event.key === '?') help.current?.showModal();
      const search = document.querySelector<HTMLInputElement>('[data-search]');
      if (event.key === '/' && search) {
        event.preventDefault();
        search.focus();
      }
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [router]);

  const go = (href: string) => {
    palette.current?.close();
    router.push(href);
  };
  const LOOK =
    'w-[min(520px,calc(100vw-32px))] rounded-card border border-line bg-raised p-4 text-ink shadow-[var(--float)]';
  return (
    <>
      <dialog ref={palette} aria-label="Go to" className={LOOK}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (found[0]) go(found[0].href);
          }}
        >
          <input
            className="field"
            aria-label="Page, payment, order or refund"
            placeholder="Page, or the id of a payment, order or refund"
            value={text}
            onChange={(event) => setText(event.target.value)}
            autoFocus
          />
        </form>
        <ul className="mt-2 max-h-[320px] overflow-y-auto">
          {found.map(({ href, title }) => (
            <li key={href}>
              <button
                type="button"
                onClick={() => go(href)}
                className="min-h-9 w-full cursor-pointer rounded-[6px] px-3 text-left hover:bg-accent-soft"
              >
                {title}
              </button>
            </li>
          ))}
        </ul>
      </dialog>
      <dialog ref={help} aria-labelledby="shortcuts" className={LOOK}>
        <h2 id="shortcuts" className="text-[16px]/[24px] font-semibold">
          Keyboard shortcuts
        </h2>
        <dl className="mt-3 grid grid-cols-2 gap-x-6 gap-y-1 text-[13px]/[18px]">
          {[
            ['Ctrl K', 'Go to'],
            ['/', 'Search the list'],
            ['?', 'This list'],
            ...NAV.map(({ keys, title }) => [`g ${keys}`, title]),
          ].map(([keys, what]) => (
            <div key={keys} className="flex justify-between gap-3 py-1">
              <dt>{what}</dt>
              <dd className="mono text-ink-2">{keys}</dd>
            </div>
          ))}
        </dl>
        <form method="dialog" className="mt-4">
          <button className="button">Close</button>
        </form>
      </dialog>
    </>
  );
}

const OBJECTS = [
  ['pay_', 'transactions', 'Payment'],
  ['order_', 'orders', 'Order'],
  ['rfnd_', 'refunds', 'Refund'],
  ['evt_', 'events', 'Event'],
] as const;

function matching(text: string): { href: string; title: string }[] {
  const wanted = text.trim();
  const object = OBJECTS.find(([prefix]) => wanted.startsWith(prefix));
  if (object)
    return [{ href: `/dashboard/${object[1]}/${encodeURIComponent(wanted)}`, title: `${object[2]} ${wanted}` }];
  const pages = NAV.filter(({ title }) => title.toLowerCase().includes(wanted.toLowerCase()));
  const search = {
    href: `/dashboard/transactions?q=${encodeURIComponent(wanted)}`,
    title: `Search payments for “${wanted}”`,
  };
  return wanted ? [...pages, search] : [...pages];
}
