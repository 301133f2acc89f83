'use client';

import { useEffect, useRef, useState } from 'react';
import { useLocale } from '../../lib/acting-for';

/** The words of a button that moves money: they follow the amount in the form's field. */
export function NamesAmount({ verb, currency, most }: { verb: string; currency: string; most: string }) {
  const [typed, setTyped] = useState(most);
  const locale = useLocale();
  const money = new Intl.NumberFormat(currency === 'INR' ? 'en-IN' : locale, { style: 'currency', currency });
  const words = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const form = words.current?.closest('form');
    const field = form?.querySelector<HTMLInputElement>('[name=amount]');
    const follow = () => setTyped(field?.value.trim() ?? '');
    form?.addEventListener('input', follow);
    form?.addEventListener('reset', follow);
    return () => {
      form?.removeEventListener('input', follow);
      form?.removeEventListener('reset', follow);
    };
  }, []);
  return (
    <span ref={words}>
      {verb}
      {/^[\d,]+(\.\d+)?$/.test(typed) && ` ${money.format(Number(typed.replaceAll(',', '')))}`}
    </span>
  );
}
