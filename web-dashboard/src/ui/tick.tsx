'use client';

import { type ComponentProps, use } from 'react';
import { Typed } from './typed';

/** A check box or a radio button that keeps its state in a form that was sent without scripts and refused. */
export function Tick({
  defaultChecked,
  ...input
}: ComponentProps<'input'> & { type: 'checkbox' | 'radio'; name: string }) {
  const typed = use(Typed);
  const value = typeof input.value === 'string' ? input.value : 'on';
  const wasSent = Object.keys(typed).length > 0;
  const checked = wasSent ? (typed[input.name] ?? '').split('\n').includes(value) : defaultChecked;
  return <input {...input} defaultChecked={checked} />;
}
