'use client';

import { useState } from 'react';
import { CopyIcon, TickIcon } from './icons';

const SHOWN_MS = 1_500;

/** Copies the text to the clipboard and confirms it. */
export function Copy({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), SHOWN_MS);
  };
  return (
    <button
      type="button"
      onClick={() => void copy()}
      aria-label={copied ? 'Copied' : `Copy ${label}`}
      className="above inline-grid size-6 shrink-0 cursor-pointer place-items-center rounded-[4px] text-ink-3 hover:bg-accent-soft hover:text-accent"
    >
      {copied ? <TickIcon /> : <CopyIcon />}
    </button>
  );
}
