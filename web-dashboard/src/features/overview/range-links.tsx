import Link from '../../ui/link';
import { type Range, RANGE_NAMES } from './ranges';

export const RangeLinks = ({ chosen }: { chosen: Range }) =>
  (Object.entries(RANGE_NAMES) as [Range, string][]).map(([name, title]) => (
    <Link
      key={name}
      href={`/dashboard?range=${name}`}
      aria-current={name === chosen ? 'true' : undefined}
      className="button aria-[current]:border-accent aria-[current]:bg-accent-soft aria-[current]:text-accent"
    >
      {title}
    </Link>
  ));
