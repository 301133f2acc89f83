'use client';

import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, use, useEffect, useRef, useState } from 'react';
import { Announce } from '../../../ui/announce';
import { CELLS, type DeliveryCell } from './delivery-cells';
import { DELIVERIES_PER_PAGE, type DeliveryNow } from './delivery-filters';
import { isInProgress } from '../../../lib/is-in-progress';

const POLL_INTERVAL_MS = 1_000;
const Latest = createContext<ReadonlyMap<string, DeliveryNow>>(new Map());

interface LatestRows {
  readAt: number;
  latest: ReadonlyMap<string, DeliveryNow>;
  fresh: number;
}

/**
 * Keeps the shown rows of the delivery log up to date, and announces new ones. Events announce new deliveries. No event
 * announces an attempt, so rows with an attempt in progress are polled each second. `readAt` is when the server read
 * the rows: responses from before that are outdated.
 */
export function LiveDeliveries({
  filters,
  shown,
  announces,
  readAt,
  children,
}: {
  filters: string;
  shown: DeliveryNow[];
  announces: boolean;
  readAt: number;
  children: ReactNode;
}) {
  const router = useRouter();
  const wanted = useRef(false);
  const [seen, setSeen] = useState<LatestRows>({ readAt, latest: new Map(), fresh: 0 });
  const { latest, fresh } = seen.readAt === readAt ? seen : { latest: new Map<string, DeliveryNow>(), fresh: 0 };

  useEffect(() => {
    const source = new EventSource('/dashboard/live');
    const want = () => (wanted.current = true);
    for (const name of ['open', 'news']) source.addEventListener(name, want);
    source.addEventListener('over', () => source.close());
    return () => source.close();
  }, []);

  useEffect(() => {
    let [rows, isBusy, isOver] = [shown, false, false];
    const poll = async () => {
      if (isBusy || document.visibilityState !== 'visible') return;
      if (!wanted.current && !rows.some((row) => isInProgress(row))) return;
      isBusy = true;
      wanted.current = false;
      const updates = await fetchUpdates(filters, rows);
      isBusy = false;
      if (!updates || isOver) return;
      const now = new Map([...updates.newest, ...updates.others].map((one) => [one.id, one]));
      rows = rows.map((row) => now.get(row.id) ?? row);
      const [ids, last] = [new Set(rows.map(({ id }) => id)), rows.at(-1)];
      // Deliveries older than the last row of a full page belong to the next page, so they are not new.
      const since = last && rows.length === DELIVERIES_PER_PAGE ? last.createdAt : '';
      const unseen = updates.newest.filter(({ id, createdAt }) => !ids.has(id) && createdAt > since);
      setSeen({ readAt, latest: new Map(rows.map((row) => [row.id, row])), fresh: unseen.length });
    };
    const timer = setInterval(() => void poll(), POLL_INTERVAL_MS);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [filters, shown, readAt]);

  return (
    <Latest value={latest}>
      <Announce words={announces ? wordsOf(fresh) : ''} onShow={() => router.refresh()} />
      {children}
    </Latest>
  );
}

/** One cell: as the server rendered it, until there is newer data. */
export function Now({ id, cell, children }: { id: string; cell: DeliveryCell; children: ReactNode }) {
  const now = use(Latest).get(id);
  return now ? CELLS[cell](now) : children;
}

/** Null if the request failed; the next poll follows soon. */
async function fetchUpdates(filters: string, rows: readonly DeliveryNow[]) {
  const query = new URLSearchParams(filters);
  query.set('pending', rows.flatMap(({ id, status }) => (status === 'pending' ? [id] : [])).join(','));
  const response = await fetch(`/dashboard/webhooks/now?${query}`).catch(() => null);
  if (!response?.ok || response.redirected) return null;
  return (await response.json()) as { newest: DeliveryNow[]; others: DeliveryNow[] };
}

function wordsOf(fresh: number): string {
  if (fresh === 0) return '';
  if (fresh === 1) return '1 new delivery. Show it';
  return `${fresh}${fresh === DELIVERIES_PER_PAGE ? ' or more' : ''} new deliveries. Show them`;
}
