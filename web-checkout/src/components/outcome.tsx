import type { ReactNode } from 'react';
import { testId, type TestId } from '../lib/test-ids';

const TONES = {
  good: 'bg-good-soft text-good',
  bad: 'bg-bad-soft text-bad',
  wait: 'bg-wait-soft text-wait',
  info: 'bg-info-soft text-info',
} as const;

/** One state in full width: a sign, the title, an explanation and the next step. */
export function Outcome({
  id,
  tone,
  icon,
  title,
  children,
}: {
  id: TestId;
  tone: keyof typeof TONES;
  icon: ReactNode;
  title: string;
  children: ReactNode;
}) {
  return (
    <section {...testId(id)}>
      <div className={`grid size-12 place-items-center rounded-full ${TONES[tone]}`}>{icon}</div>
      <h1 className="mt-4 text-[28px]/[36px] font-semibold tracking-tight">{title}</h1>
      {children}
    </section>
  );
}
