'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { add, type News, NOTHING, type Told, wordsOfNews } from '../lib/news';
import { Announce } from './announce';

/** Events that come together are one reason to read the page again. */
const GATHER_MS = 50;

/**
 * Says that there is something new instead of moving what is being read; `at once` for pages that show one thing.
 * `types` and `object`: only events of these types, or of this object. `of`: what the list counts; left out where it is
 * filtered or a sum, for then it is not known whether the news belong to it.
 */
export function Live({
  types,
  object,
  of,
  readAt,
  atOnce = false,
}: {
  types?: string;
  object?: string;
  of?: Told | undefined;
  /** When the server read the page: the stream tells what happened since. */
  readAt: number;
  atOnce?: boolean;
}) {
  const router = useRouter();
  const [tally, setTally] = useState(NOTHING);
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
      else setTally((before) => add(before, JSON.parse(data) as News, of ?? 'event', began.current));
    });
    source.addEventListener('over', () => source.close());
    return () => {
      source.close();
      clearTimeout(reading);
    };
  }, [types, object, of, atOnce, router]);
  const show = () => {
    setTally(NOTHING);
    router.refresh();
  };
  return <Announce words={wordsOfNews(tally, of)} onShow={show} />;
}
