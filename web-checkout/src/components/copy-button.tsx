'use client';

import { useEffect, useState } from 'react';

const SHOWN_MS = 2_000;

export function CopyButton({ value, label, done }: { value: string; label: string; done: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => void navigator.clipboard.writeText(value).then(() => setCopied(true));
  return (
    <button type="button" onClick={copy} className="link min-h-6 shrink-0 cursor-pointer text-[14px]/[20px]">
      <span role="status">{copied ? done : label}</span>
    </button>
  );
}
