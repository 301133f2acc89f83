'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';

const SECOND = 1_000;

interface Props {
  until: string;
  label: string;
  untilText: string;
  /** The page is read again when the time is over. */
  refreshes?: boolean;
}

/** Minutes and seconds left. Until the script runs, and without scripts, the end time. */
export function Countdown({ until, label, untilText, refreshes = false }: Props) {
  const router = useRouter();
  const [left, setLeft] = useState<number>();
  const isOver = left === 0;
  useEffect(() => {
    if (isOver && refreshes) router.refresh();
  }, [isOver, refreshes, router]);
  useEffect(() => {
    const tick = () => setLeft(Math.max(0, Math.ceil((Date.parse(until) - Date.now()) / SECOND)));
    tick();
    const timer = setInterval(tick, SECOND);
    return () => clearInterval(timer);
  }, [until]);
  if (left === undefined) return <span>{untilText}</span>;
  const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  return (
    <span role="timer" aria-live="off">
      {label} <span className="font-medium tabular-nums">{clock}</span>
    </span>
  );
}
