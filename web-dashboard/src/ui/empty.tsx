import type { ReactNode } from 'react';
import { Code } from './code';
import Link from './link';

/** Shown if a list has no rows: the next step, as a link and as code. */
export function Empty({
  title,
  action,
  sample,
  children,
}: {
  title: string;
  action?: { href: string; words: string };
  sample?: string;
  children?: ReactNode;
}) {
  return (
    <div className="mx-auto max-w-[560px] px-4 py-12 text-center">
      <p className="font-semibold">{title}</p>
      {children && <div className="mt-2 text-ink-2">{children}</div>}
      {action && (
        <Link className="button mt-4" href={action.href}>
          {action.words}
        </Link>
      )}
      {sample && (
        <div className="mt-4 text-left">
          <Code text={sample} />
        </div>
      )}
    </div>
  );
}

/** Shown if the filters of a list leave nothing; `clear` is the list without them. */
export const Nothing = ({ what, clear }: { what: string; clear: string }) => (
  <Empty title={`No ${what} fits these filters`} action={{ href: clear, words: 'Clear the filters' }} />
);
