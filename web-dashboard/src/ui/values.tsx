import type { ReactNode } from 'react';
import { amountOf } from '../lib/money';
import { type TestId, testId } from '../lib/test-ids';
import { Copy } from './copy';

/** An id in one text node. CSS truncates it in a narrow column; selecting and copying still give all of it. */
export function Id({ value, id, copy = false }: { value: string; id?: TestId; copy?: boolean }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1">
      <span className="mono min-w-0 truncate" title={value} {...(id && testId(id))}>
        {value}
      </span>
      {copy && <Copy text={value} label={value} />}
    </span>
  );
}

/** Where there is no room it loses its middle, because ids of the same moment differ in their ends. */
export const ShortId = ({ value }: { value: string }) => (
  <span className="mono min-w-0 overflow-hidden text-[12px]/[16px] whitespace-nowrap" title={value}>
    <span className="inline-block max-w-[calc(100%-8ch+1px)] truncate align-bottom">{value.slice(0, -8)}</span>
    {value.slice(-8)}
  </span>
);

export function Amount({ minor, currency, id }: { minor: number; currency: string; id?: TestId }) {
  return (
    <span className="font-medium whitespace-nowrap tabular-nums" {...(id && testId(id))}>
      {amountOf(minor, currency)}
    </span>
  );
}

/** Names and values of one object. */
export function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="divide-y divide-line text-[13px]/[18px]">
      {facts
        .filter(([, value]) => value !== null && value !== undefined && value !== false && value !== '')
        .map(([name, value]) => (
          <div key={name} className="flex flex-wrap justify-between gap-x-6 gap-y-1 py-2">
            <dt className="text-ink-2">{name}</dt>
            <dd className="min-w-0 text-right wrap-anywhere">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
