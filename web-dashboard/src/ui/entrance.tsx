import type { ReactNode } from 'react';

/** The layout of login and registration: one narrow column. */
export function Entrance({ title, about, children }: { title: string; about?: ReactNode; children: ReactNode }) {
  return (
    <main className="mx-auto w-full max-w-[400px] px-4 py-[12vh]">
      <title>{`${title} · Payment gateway`}</title>
      <p className="font-semibold text-accent">Payment gateway</p>
      <h1 className="mt-2 text-[28px]/[36px] font-semibold tracking-tight">{title}</h1>
      {about && <div className="mt-2 text-ink-2">{about}</div>}
      <div className="mt-6">{children}</div>
    </main>
  );
}
