import type { ReactNode } from 'react';
import { CrossIcon } from './icons';
import Link from './link';

/** Filters that apply at once: links, so they work without scripts and the address contains them. */
export function Chips({
  label,
  chosen,
  options,
  hrefOf,
  children,
}: {
  label: string;
  chosen: string | undefined;
  options: readonly (readonly [value: string, text: string])[];
  hrefOf: (value: string | undefined) => string;
  /** Filters of another kind, before the chips. */
  children?: ReactNode;
}) {
  return (
    <nav aria-label={label} className="-mx-1 mb-3 flex gap-2 overflow-x-auto p-1" data-chips>
      {children}
      <Link className="chip" href={hrefOf(undefined)} aria-current={chosen === undefined ? 'true' : undefined}>
        All
      </Link>
      {options.map(([value, text]) => (
        <Link
          key={value}
          className="chip"
          href={hrefOf(value)}
          aria-current={value === chosen ? 'true' : undefined}
          data-chip={value}
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}

/** A filter by one object, with a link to the object and one that removes the filter. */
export function ObjectChip({ title, id, list, without }: { title: string; id: string; list: string; without: string }) {
  return (
    <span className="chip" aria-current="true">
      {title}
      <Link className="mono hover:underline" href={`/dashboard/${list}/${id}`}>
        {id}
      </Link>
      <Link href={without} aria-label={`Remove the filter by ${title.toLowerCase()}`} className="-mr-1">
        <CrossIcon />
      </Link>
    </span>
  );
}
