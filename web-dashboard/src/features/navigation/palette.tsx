'use client';

import { useRouter } from 'next/navigation';
import { type KeyboardEvent, type RefObject, useId, useState } from 'react';
import { placesFor } from './places';

/** Finds a page, a payment or another object by the typed text; the arrow keys choose, Enter opens. */
export function Palette({ dialog, look }: { dialog: RefObject<HTMLDialogElement | null>; look: string }) {
  const router = useRouter();
  const list = useId();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const places = placesFor(text);
  const active = Math.min(chosen, places.length - 1);

  const go = (href: string | undefined) => {
    if (!href) return;
    dialog.current?.close();
    router.push(href);
  };
  const choose = (index: number) => {
    setChosen(index);
    document.getElementById(`${list}-${index}`)?.scrollIntoView({ block: 'nearest' });
  };
  const press = (event: KeyboardEvent) => {
    const last = places.length - 1;
    const targets: Record<string, number> = {
      ArrowDown: active < last ? active + 1 : 0,
      ArrowUp: active > 0 ? active - 1 : last,
      PageDown: last,
      PageUp: 0,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    choose(target);
  };
  return (
    <dialog ref={dialog} aria-label="Go to" className={look} onClose={() => (setText(''), setChosen(0))}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          go(places[active]?.href);
        }}
      >
        <input
          className="field"
          role="combobox"
          aria-label="Page, payment, order or refund"
          aria-expanded="true"
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={`${list}-${active}`}
          placeholder="Page, id, receipt or VPA"
          autoComplete="off"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setChosen(0);
          }}
          onKeyDown={press}
          autoFocus
        />
      </form>
      <ul id={list} role="listbox" aria-label="Where to" className="mt-2 max-h-[320px] overflow-y-auto">
        {places.map(({ href, title }, index) => (
          <li
            key={href}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === active}
            onClick={() => go(href)}
            onPointerMove={() => setChosen(index)}
            className="flex min-h-9 cursor-pointer items-center rounded-[6px] px-3 wrap-anywhere aria-selected:bg-accent-soft aria-selected:text-accent"
          >
            {title}
          </li>
        ))}
      </ul>
    </dialog>
  );
}
