'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { NAV } from './nav';
import { Palette } from './palette';

const TYPING = /^(INPUT|TEXTAREA|SELECT)$/;
const SEQUENCE_TIMEOUT_MS = 1_000;

/**
 * Ctrl-K (or ⌘K) finds a page or a payment; `g` and a letter open a page; `/` searches the list; `?` lists the
 * shortcuts.
 */
export function Shortcuts() {
  const router = useRouter();
  const palette = useRef<HTMLDialogElement>(null);
  const help = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    let went = 0;
    const press = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key === 'k') {
        event.preventDefault();
        if (!document.querySelector('dialog[open]')) palette.current?.showModal();
        return;
      }
      const { tagName } = event.target as HTMLElement;
      if (TYPING.test(tagName) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (document.querySelector('dialog[open]')) return;
      const target = NAV.find(({ keys }) => keys === event.key);
      if (Date.now() - went < SEQUENCE_TIMEOUT_MS && target) router.push(target.href);
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

  const buttonClasses =
    'w-[min(520px,calc(100vw-32px))] rounded-card border border-line bg-raised p-4 text-ink shadow-[var(--float)]';
  return (
    <>
      <Palette dialog={palette} look={buttonClasses} />
      <dialog ref={help} aria-labelledby="shortcuts" className={buttonClasses}>
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
