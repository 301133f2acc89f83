import type { ReactNode } from 'react';
import { SORT_NAMES } from '../lib/amount-sort';
import { SearchIcon } from './icons';
import Link from './link';

/** A list's search and filters: a plain GET form, so that the address contains them. */
export function Filters({
  path,
  search,
  any,
  searchOnly = false,
  children,
}: {
  path: string;
  search?: { value: string; hint: string };
  /** Whether a filter is set: then the form shows a link that clears them. */
  any: boolean;
  /** There is no other visible field: on a phone the button stays beside the search. */
  searchOnly?: boolean;
  children?: ReactNode;
}) {
  return (
    <form
      action={path}
      className={`mb-3 items-end gap-2 ${searchOnly ? 'flex' : 'grid grid-cols-2 sm:flex sm:flex-wrap'}`}
      role="search"
    >
      {search && (
        <label
          className={`relative col-span-2 min-w-0 grow sm:min-w-[200px] ${searchOnly ? '' : 'sm:max-xl:basis-full'}`}
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
      <button className="button">Apply</button>
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
}: {
  name: string;
  label: string;
  value: string | undefined;
  options: readonly (readonly [string, string])[];
}) {
  return (
    <label>
      <span className="sr-only">{label}</span>
      <select className="field" name={name} defaultValue={value ?? ''}>
        <option value="">{label}</option>
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
  return (
    <>
      <FilterDate name="from" label="From" value={listed.from} />
      <FilterDate name="to" label="To" value={to} />
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
