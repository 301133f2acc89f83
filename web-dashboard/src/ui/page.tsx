import type { ReactNode } from 'react';
import { Breadcrumb } from './breadcrumb';

/** The title, one optional sentence, the main action at the right, then the content. */
export function Page({
  list,
  title,
  about,
  action,
  children,
}: {
  /** The page above this one. */
  list?: { href: string; title: string };
  title: string;
  about?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <>
      <title>{`${title} · Payment gateway`}</title>
      {list && <Breadcrumb list={list}>{title}</Breadcrumb>}
      <div className="mb-6 flex flex-wrap items-start justify-between gap-4">
        <div className="min-w-0 flex-[1_1_280px]">
          <h1 className="text-[20px]/[28px] font-semibold wrap-anywhere">{title}</h1>
          {about && <p className="mt-1 max-w-[640px] text-ink-2">{about}</p>}
        </div>
        {action && (
          <div className="flex flex-wrap gap-2 max-sm:has-[.actions]:w-full max-sm:[&>.primary]:order-first">
            {action}
          </div>
        )}
      </div>
      {children}
    </>
  );
}
