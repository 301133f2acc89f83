'use client';

import { type ReactNode, useState } from 'react';
import { CopyIcon, TickIcon } from './icons';

const SHOWN_MS = 1_500;

/** Whether the text was copied just now, and what copies it. */
function useCopied(text: string): [boolean, () => void] {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), SHOWN_MS);
  };
  return [copied, () => void copy()];
}

/** Copies the text to the clipboard and confirms it. */
export function Copy({ text, label }: { text: string; label: string }) {
  const [copied, copy] = useCopied(text);
  return (
    <button
      type="button"
      onClick={copy}
      aria-label={copied ? 'Copied' : `Copy ${label}`}
      className="above inline-grid size-6 shrink-0 cursor-pointer place-items-center rounded-[4px] text-ink-3 hover:bg-accent-soft hover:text-accent"
    >
      {copied ? <TickIcon /> : <CopyIcon />}
    </button>
  );
}

/** The same as a labelled button. Without scripts it does nothing, so it is not shown. */
export function CopyButton({
  text,
  look = '',
  children,
}: {
  text: string;
  look?: 'primary' | '';
  children: ReactNode;
}) {
  const [copied, copy] = useCopied(text);
  return (
    <button type="button" className={`button scripted ${look}`} onClick={copy}>
      {copied ? <TickIcon /> : <CopyIcon />}
      <span aria-live="polite">{copied ? 'Copied' : children}</span>
    </button>
  );
}
