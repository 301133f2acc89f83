'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { Announce } from '../../ui/announce';
import { type News, tallyOf, type Told, wordsOfNews } from './news';

/** Events that come together are one reason to read the page again. */
const GATHER_MS = 50;

export interface LiveOptions {
  /** Only events of these types, with commas between. */
  types?: string;
  /** Only events of this object. */
  object?: string;
  /** What the list counts; left out where it is filtered or a sum, for then it is not known whether the news belong to it. */
  of?: Told | undefined;
  /** Reads the page again instead of announcing: for pages that show one thing. */
  atOnce?: boolean;
}

/** Says that there is something new instead of moving what is being read. `readAt`: the stream tells what happened since. */
export function LiveNews({ types, object, of, readAt, atOnce = false }: LiveOptions & { readAt: number }) {
  const router = useRouter();
  const [news, setNews] = useState<readonly News[]>([]);
  // A ref, so that the stream goes on when the list is read again.
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
      if (atOnce) reading ??= setTimeout(readAgain, GATHER_MS);
      else setNews((before) => [...before.filter(({ at }) => at > began.current), JSON.parse(data) as News]);
    });
    // After a break a page of one thing is read again: it may have been longer than what the stream tells again.
    let opened = false;
    source.addEventListener('open', () => {
      if (opened && atOnce) reading ??= setTimeout(readAgain, GATHER_MS);
      opened = true;
    });
    source.addEventListener('over', () => source.close());
    return () => {
      source.close();
      clearTimeout(reading);
    };
  }, [types, object, atOnce, router]);
  // Of what was told, the page that was read last lacks only what happened since.
  return <Announce words={wordsOfNews(tallyOf(news, of ?? 'event', readAt), of)} onShow={() => router.refresh()} />;
}
