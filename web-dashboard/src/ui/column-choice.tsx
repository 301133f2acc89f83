import { hrefWith, one, type Search } from '../lib/search';
import Link from './link';

/** One parameter for each column: an address with the same parameter twice is refused. */
export const hideName = (column: string) => `hide_${column}`;
const showName = (column: string) => `show_${column}`;
/** Set by the form: columns without a mark in it are hidden. */
const CHOSEN = 'columns';

/** The columns that the address hides. */
export const hiddenIn = <T extends string>(search: Search, columns: readonly (readonly [T, string])[]): T[] =>
  columns
    .map(([name]) => name)
    .filter((name) =>
      one(search, CHOSEN) ? one(search, showName(name)) === undefined : one(search, hideName(name)) !== undefined,
    );

/** Chooses the columns of a list. A plain GET form: the address contains the choice. */
export function ColumnChoice({
  path,
  search,
  columns,
}: {
  path: string;
  search: Search;
  columns: readonly (readonly [string, string])[];
}) {
  const hidden = hiddenIn(search, columns);
  const names = [CHOSEN, ...columns.flatMap(([name]) => [hideName(name), showName(name)])];
  const kept = Object.keys(search).filter((name) => !names.includes(name) && name !== 'cursor');
  return (
    <details className="relative max-sm:hidden" data-columns>
      <summary className="button">Columns</summary>
      <form
        action={path}
        className="absolute right-0 z-20 mt-2 grid w-52 gap-2 rounded-card border border-line bg-raised p-4 shadow-[var(--float)]"
      >
        {kept.map((name) => (
          <input key={name} type="hidden" name={name} value={one(search, name) ?? ''} />
        ))}
        <input type="hidden" name={CHOSEN} value="chosen" />
        <fieldset className="grid gap-1">
          <legend className="mb-1 text-[13px]/[18px] font-medium">Shown</legend>
          {columns.map(([name, title]) => (
            <label key={name} className="flex min-h-7 items-center gap-2 text-[13px]/[18px]">
              <input
                type="checkbox"
                name={showName(name)}
                value="1"
                defaultChecked={!hidden.includes(name)}
                className="!mt-0"
              />
              {title}
            </label>
          ))}
        </fieldset>
        <button className="button">Apply</button>
        {hidden.length > 0 && (
          <Link
            className="link text-[13px]/[18px]"
            href={hrefWith(path, search, Object.fromEntries(names.map((name) => [name, undefined])))}
          >
            Show all columns
          </Link>
        )}
      </form>
    </details>
  );
}
