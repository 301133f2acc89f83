'use client';
import { useEffect } from 'react';

/**
 * Marks this browser, for the next full load, as one that runs scripts, so that pages may be streamed (`Load` in
 * load.tsx). Not for the current page: a refresh must keep the component tree of the first load.
 */
export function Scripted() {
  useEffect(() => {
    const remember = () => {
      const secure = location.protocol === 'https:' ? '; secure' : '';
      document.cookie = `scripted=1; path=/; max-age=31536000; samesite=lax${secure}`;
    };
    addEventListener('pagehide', remember);
    return () => removeEventListener('pagehide', remember);
  }, []);
  return null;
}
