'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';

/**
 * Says that there is something new instead of moving what is being read; `at once` for pages that show one thing.
 * `about`: only events of these types, or of this object.
 */
export function Live({ types, object, atOnce = false }: { types?: string; object?: string; atOnce?: boolean }) {
  const router = useRouter();
  const [fresh, setFresh] = useState(0);
  useEffect(() => {
    const query = new URLSearchParams({ ...(types && { types }), ...(object && { object }) });
    const source = new EventSource(`/dashboard/live?${query}`);
    source.addEventListener('news', () => (atOnce ? router.refresh() : setFresh((count) => count + 1)));
    source.addEventListener('over', () => source.close());
    return () => source.close();
  }, [types, object, atOnce, router]);
  const show = () => {
    setFresh(0);
    router.refresh();
  };
  return (
    <div role="status" className="empty:hidden">
      {fresh > 0 && (
        <button type="button" className="button mb-3 w-full" onClick={show} data-live>
          {fresh === 1 ? 'Something new. Show it' : `${fresh} new. Show them`}
        </button>
      )}
    </div>
  );
}
