import type { ReactNode } from 'react';
import type { Tone } from '../lib/states';
import { BY_TONE, SHAPES } from './pill';

/** What to know first, above the content. */
export function Banner({ tone, title, text }: { tone: Tone; title: ReactNode; text?: ReactNode }) {
  return (
    <div className={`flex gap-3 rounded-card px-4 py-3 ${BY_TONE[tone]}`} data-banner={tone}>
      <span className="mt-[3px]">{SHAPES[tone]}</span>
      <p className="min-w-0">
        <span className="font-semibold">{title}</span> {text}
      </p>
    </div>
  );
}
