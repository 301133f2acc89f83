import type { ReactNode } from 'react';
import type { Look } from '../lib/states';
import { type TestId, testId } from '../lib/test-ids';
import { Breadcrumb } from './breadcrumb';
import { ChevronIcon } from './icons';
import Link from './link';
import { StateBadge } from './pill';
import { Id } from './values';

/**
 * The frame of a page about one object: the way back to its list, what it is, its state and its id, its actions; then
 * the story at the left and the related objects beside it.
 */
export function Detail({
  list,
  title,
  kind,
  state,
  badge = state && <StateBadge of={state.of} value={state.value} {...(state.id && { id: state.id })} />,
  about,
  id,
  idTestId,
  action,
  lead,
  aside,
  below,
  children,
}: {
  list: { href: string; title: string };
  /** The amount, or the name of the object. */
  title: string;
  /** The name of the object for the title of the window: `Payment of ₹500.00`. */
  kind: string;
  state?: { of: Look; value: string; id?: TestId };
  /** In place of `state`. */
  badge?: ReactNode;
  about?: ReactNode;
  id: string;
  idTestId?: TestId;
  action?: ReactNode;
  /** Over the whole width, below the head. */
  lead?: ReactNode;
  aside: ReactNode;
  /** The story, below the content. */
  below?: ReactNode;
  children: ReactNode;
}) {
  return (
    <>
      <title>{`${kind} · Payment gateway`}</title>
      <Breadcrumb list={list}>
        <Id value={id} {...(idTestId && { id: idTestId })} copy />
      </Breadcrumb>
      <div className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="text-[28px]/[36px] font-semibold tracking-tight wrap-anywhere tabular-nums">{title}</h1>
            {badge}
          </div>
          {about && <div className="mt-1 max-w-[640px] text-ink-2">{about}</div>}
        </div>
        {action && <div className="flex flex-wrap gap-2">{action}</div>}
      </div>
      {lead}
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_340px] xl:grid-rows-[auto_1fr]">
        <div className="grid min-w-0 gap-6 empty:hidden">{children}</div>
        {below && <div className="grid min-w-0 gap-6">{below}</div>}
        <aside
          aria-label="Details"
          className="min-w-0 gap-6 max-sm:grid sm:max-xl:has-[>:nth-child(2)]:columns-2 sm:max-xl:*:mb-6 sm:max-xl:*:break-inside-avoid xl:col-start-2 xl:row-span-2 xl:row-start-1 xl:grid"
        >
          {aside}
        </aside>
      </div>
    </>
  );
}

/** One related object in a card: a link over the whole row. */
export function Related({
  href,
  title,
  about,
  end,
  id,
}: {
  href: string;
  title: ReactNode;
  about?: ReactNode;
  end?: ReactNode;
  id?: TestId;
}) {
  return (
    <Link href={href} className="flex min-h-14 items-center gap-3 px-4 py-2 hover:bg-canvas" {...(id && testId(id))}>
      <span className="min-w-0 grow">
        <span className="block truncate font-medium">{title}</span>
        {about && <span className="block truncate text-[13px]/[18px] text-ink-2">{about}</span>}
      </span>
      {end}
      <span className="text-ink-3">
        <ChevronIcon />
      </span>
    </Link>
  );
}
