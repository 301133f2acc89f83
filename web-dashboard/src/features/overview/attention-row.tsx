import { testId } from '../../lib/test-ids';
import { ChevronIcon, ClockIcon } from '../../ui/icons';
import Link from '../../ui/link';
import type { Attention } from './attention';

/** What a person should look at, above everything else: one line each. */
export function AttentionRow({ attention }: { attention: Attention[] }) {
  if (attention.length === 0) return null;
  return (
    <section aria-label="Needs attention" className="mb-4 overflow-clip rounded-card bg-wait-soft">
      <ul className="divide-y divide-line" {...testId('attention')}>
        {attention.map(({ title, about, href }) => (
          <li key={href}>
            <Link href={href} className="flex items-start gap-3 px-4 py-2.5 text-wait hover:underline">
              <span className="mt-[3px] shrink-0">
                <ClockIcon />
              </span>
              <span className="min-w-0 grow">
                <span className="font-medium wrap-anywhere">{title}.</span>{' '}
                <span className="text-[13px]/[18px] text-ink-2">{about}</span>
              </span>
              <span className="mt-[2px] shrink-0">
                <ChevronIcon />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
