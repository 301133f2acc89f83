'use client';
import { useEffect } from 'react';

/** Tells the server that this browser runs scripts, so that pages may be sent in parts (`Load` in page.tsx). */
export function Scripted() {
  useEffect(() => {
    document.cookie = `scripted=1; path=/; max-age=31536000; samesite=lax${location.protocol === 'https:' ? '; secure' : ''}`;
  }, []);
  return null;
}
