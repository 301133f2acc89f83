'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { Announce } from '../../ui/announce';
import { type News, tallyOf, type Listed, announcementOf } from './news';

/** Events within this time cause a single reload of the page's data. */
const BATCH_MS = 50;

export interface LiveOptions {
  /** Only events of these types, separated by commas. */
  types?: string;
  /** Only events of this object. */
  object?: string;
  /**
   * The object that the list shows. Left out for a filtered list or a sum, because then it is unknown whether an event
   * affects it.
   */
  of?: Listed | undefined;
  /** Reloads at once instead of announcing: for pages that show one object. */
  atOnce?: boolean;
}

/** Announces new events, so that the page does not move while it is read. The stream starts at `readAt`. */
export function LiveNews({ types, object, of, readAt, atOnce = false }: LiveOptions & { readAt: number }) {
  const router = useRouter();
  const [news, setNews] = useState<readonly News[]>([]);
  // A ref, so that the stream continues when the list is read again.
  const began = useRef(readAt);
  useEffect(() => {
    began.current = readAt;
  }, [readAt]);
  useEffect(() => {
    const since = String(began.current);
    const query = new URLSearchParams({ since, ...(types && { types }), ...(object && { object }) });
    let reading: ReturnType<typeof setTimeout> | undefined;
    const readAgain = () => {
      reading = undefined;
      router.refresh();
    };
    const source = new EventSource(`/dashboard/live?${query}`);
    source.addEventListener('news', ({ data }: MessageEvent<string>) => {
      if (atOnce) reading ??= setTimeout(readAgain, BATCH_MS);
      else setNews((before) => [...before.filter(({ at }) => at > began.current), JSON.parse(data) as News]);
    });
    // After a reconnect a page of one object is reloaded: the break may have been longer than the stream repeats.
    let opened = false;
    source.addEventListener('open', () => {
      if (opened && atOnce) reading ??= setTimeout(readAgain, BATCH_MS);
      opened = true;
    });
    source.addEventListener('over', () => source.close());
    return () => {
      source.close();
      clearTimeout(reading);
    };
  }, [types, object, atOnce, router]);
  // Events before `readAt` are on the page already.
  return <Announce words={announcementOf(tallyOf(news, of ?? 'event', readAt), of)} onShow={() => router.refresh()} />;
}
