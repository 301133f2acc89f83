import { one, type Search } from '../../lib/search';
import { FilterDate } from '../../ui/filters';
import Link from '../../ui/link';
import { type Range, RANGE_NAMES } from './ranges';

/** The period of the figures: ranges at once, or any days. Without scripts too. */
export function RangeLinks({ chosen, search }: { chosen: Range | undefined; search: Search }) {
  return (
    <nav aria-label="Period" className="flex flex-wrap gap-2">
      {(Object.entries(RANGE_NAMES) as [Range, string][]).map(([name, title]) => (
        <Link
          key={name}
          href={`/dashboard?range=${name}`}
          aria-current={name === chosen ? 'true' : undefined}
          className="chip"
        >
          {title}
        </Link>
      ))}
      <details className="relative">
        <summary className="chip" aria-current={chosen ? undefined : 'true'}>
          Choose days
        </summary>
        <form
          action="/dashboard"
          className="absolute right-0 z-20 mt-2 grid w-60 gap-3 rounded-card border border-line bg-raised p-4 shadow-[var(--float)] max-sm:right-auto max-sm:left-0"
        >
          <FilterDate name="from" label="From" value={one(search, 'from')} />
          <FilterDate name="to" label="To" value={one(search, 'to')} />
          <button className="button primary">Show these days</button>
        </form>
      </details>
    </nav>
  );
}
