import type { ReactNode } from 'react';
import { SORT_NAMES } from '../lib/amount-sort';
import { AtOnce } from './at-once';
import { SearchIcon } from './icons';
import Link from './link';

/** A list's search and filters: a plain GET form, so that the address contains them. */
export function Filters({
  path,
  search,
  any,
  searchOnly = false,
  atOnce = false,
  even = false,
  children,
}: {
  path: string;
  search?: { value: string; hint: string };
  /** Whether a filter is set: then the form shows a link that clears them. */
  any: boolean;
  /** There is no other visible field: on a phone the button stays beside the search. */
  searchOnly?: boolean;
  /** A choice applies at once, and Enter sends the search: the button is there without scripts only. */
  atOnce?: boolean;
  /** Selects of the same width; of three, the first has a line of its own on a phone. */
  even?: boolean;
  children?: ReactNode;
}) {
  return (
    <form
      action={path}
      className={`mb-3 items-end gap-2 ${searchOnly ? 'flex' : `${atOnce ? 'flex flex-wrap max-sm:[&>*]:flex-[1_1_40%]' : 'grid grid-cols-2'} sm:flex sm:flex-wrap`} ${even ? 'sm:[&>label]:max-w-[260px] sm:[&>label]:flex-[1_1_180px] max-sm:[&>label:nth-last-of-type(3)]:!basis-full' : ''}`}
      role="search"
    >
      {search && (
        <label
          className={`relative col-span-2 min-w-0 grow sm:min-w-[200px] ${searchOnly ? '' : 'sm:max-xl:basis-full'} ${atOnce ? 'max-sm:!basis-full' : ''}`}
        >
          <span className="sr-only">Search</span>
          <span className="pointer-events-none absolute top-[9px] left-3 text-ink-3">
            <SearchIcon />
          </span>
          <input
            className="field pl-10"
            type="search"
            name="q"
            data-search
            defaultValue={search.value}
            placeholder={search.hint}
          />
        </label>
      )}
      {children}
      {atOnce && <AtOnce />}
      <button className={`button ${atOnce ? 'unscripted' : ''}`}>Apply</button>
      {any && (
        <Link href={path} className="button">
          Clear
        </Link>
      )}
    </form>
  );
}

export function FilterSelect({
  name,
  label,
  value,
  options,
  any = '',
}: {
  name: string;
  label: string;
  value: string | undefined;
  options: readonly (readonly [string, string])[];
  /** What the address has for no filter, where it filters by default. */
  any?: string;
}) {
  return (
    <label>
      <span className="sr-only">{label}</span>
      <select className="field" name={name} defaultValue={value ?? any}>
        <option value={any}>{label}</option>
        {options.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The days of a list and its order. */
export function FilterListed({
  listed,
  to,
}: {
  listed: { sort: string | undefined; from: string | undefined };
  to: string | undefined;
}) {
  const isSet = listed.from !== undefined || to !== undefined;
  return (
    <>
      <details className="relative" data-dates>
        <summary className={`button w-full justify-between font-normal ${isSet ? 'text-accent' : ''}`}>
          {isSet ? `${listed.from ?? '…'} – ${to ?? 'today'}` : 'Any date'}
        </summary>
        <div className="absolute right-0 z-20 mt-2 grid w-60 gap-3 rounded-card border border-line bg-raised p-4 shadow-[var(--float)] max-sm:right-auto max-sm:left-0">
          <FilterDate name="from" label="From" value={listed.from} />
          <FilterDate name="to" label="To" value={to} />
          <button className="button primary">Show these days</button>
        </div>
      </details>
      <FilterSelect name="sort" label="Newest first" value={listed.sort} options={SORT_NAMES} />
    </>
  );
}

export function FilterDate({ name, label, value }: { name: string; label: string; value: string | undefined }) {
  return (
    <label className="grid gap-1 text-[13px]/[18px] text-ink-2 sm:flex sm:items-center sm:gap-2">
      {label}
      <input className="field" type="date" name={name} defaultValue={value ?? ''} />
    </label>
  );
}
