import { NotFoundError, PaymentGatewayError } from '@payment-gateway/sdk';
import { cookies, headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { type ReactNode, Suspense } from 'react';
import { refused } from '../lib/action';
import { Code } from './code';
import { Fault } from './fault';
import Link from './link';

/** Title, one sentence where it helps, the main action at the right; then the page. */
export function Page({
  title,
  about,
  action,
  children,
}: {
  title: string;
  about?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <>
      <title>{`${title} · Payment gateway`}</title>
      <div className="mb-6 flex flex-wrap items-start justify-between gap-4">
        <div className="min-w-0">
          <h1 className="text-[20px]/[28px] font-semibold wrap-anywhere">{title}</h1>
          {about && <p className="mt-1 max-w-[640px] text-ink-2">{about}</p>}
        </div>
        {action && <div className="flex flex-wrap gap-2">{action}</div>}
      </div>
      {children}
    </>
  );
}

export function Card({
  title,
  action,
  padded = true,
  children,
}: {
  title?: string;
  action?: ReactNode;
  padded?: boolean;
  children: ReactNode;
}) {
  return (
    <section className="card min-w-0 overflow-clip">
      {title && (
        <div className="flex min-h-12 flex-wrap items-center justify-between gap-3 border-b border-line px-4 py-2">
          <h2 className="font-semibold">{title}</h2>
          {action}
        </div>
      )}
      <div className={padded ? 'p-4' : ''}>{children}</div>
    </section>
  );
}

interface Loading<T> {
  from: PromiseLike<T>;
  children: (data: T) => ReactNode;
}

/**
 * Waits for data of the API: what is not there is a 404, what goes wrong is said with its request id.
 * `skeleton` stands in its place while one moves from page to page; a page that may be a 404 has none, for its status
 * goes out first. A first load waits for the data, but its tree is the same as after a move: with another one, reading the
 * page again would put new components in the place of those in use, and an open dialog would be gone. React hides a large
 * boundary until a script shows it, so a browser without scripts gets none.
 */
export async function Load<T>({ skeleton, ...loading }: Loading<T> & { skeleton?: ReactNode }) {
  if (!skeleton || !(await cookies()).has('scripted')) return <Loaded {...loading} />;
  const moves = (await headers()).get('sec-fetch-dest') === 'empty';
  return <Suspense fallback={skeleton}>{moves ? <Loaded {...loading} /> : await Loaded(loading)}</Suspense>;
}

async function Loaded<T>({ from, children }: Loading<T>) {
  let data: T;
  try {
    data = await from;
  } catch (error) {
    if (error instanceof NotFoundError) notFound();
    if (!(error instanceof PaymentGatewayError)) throw error;
    return <Fault error={refused(error).error} />;
  }
  return <>{children(data)}</>;
}

/** Nothing there yet: what to do next, by hand or in code. */
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
