'use client';
import { useEffect } from 'react';

/**
 * Tells the server from the next full load on that this browser runs scripts, so that pages may be sent in parts (`Load`
 * in load.tsx). Not before: a page that is read again must keep the tree it was first sent with.
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
