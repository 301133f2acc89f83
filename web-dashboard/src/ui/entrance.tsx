import type { ReactNode } from 'react';
import { TickIcon } from './icons';

/** The layout of every page before the dashboard: one narrow column; on a wide screen beside a face of the product. */
export function Entrance({ title, about, children }: { title: string; about?: ReactNode; children: ReactNode }) {
  return (
    <div className="lg:grid lg:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)]">
      <main className="grid min-h-dvh bg-surface lg:items-center">
        <div className="mx-auto w-full max-w-[400px] px-4 py-12">
          <title>{`${title} · Payment gateway`}</title>
          <p className="flex items-center gap-2 font-semibold text-accent">
            <Mark />
            Payment gateway
          </p>
          <h1 className="mt-4 text-[28px]/[36px] font-semibold tracking-tight">{title}</h1>
          {about && <div className="mt-2 text-ink-2">{about}</div>}
          <div className="mt-6">{children}</div>
        </div>
      </main>
      <Face />
    </div>
  );
}

const Mark = () => (
  <svg viewBox="0 0 32 32" className="size-6" aria-hidden="true">
    <rect width="32" height="32" rx="8" fill="var(--accent)" />
    <path
      d="M9 13h14M9 18h14M9 13c0-2 1-4 4-4h10M13 9c5 0 6 9-1 9l8 6"
      fill="none"
      stroke="var(--accent-ink)"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
);

const LINES = [
  ['Asha Rao', 'Two T-shirts', '₹500.00'],
  ['Rohan Mehta', 'Annual membership', '₹4,999.00'],
  ['Fatima Sheikh', 'Yoga class in March', '₹1,200.00'],
] as const;

/** What the dashboard is about, drawn as a bank statement. Decoration, so hidden from screen readers. */
function Face() {
  return (
    <div aria-hidden="true" className="hidden place-items-center border-l border-line p-12 lg:grid">
      <div className="w-full max-w-[440px]">
        <p className="text-[28px]/[36px] font-semibold tracking-tight">Every payment, and what became of the money.</p>
        <div className="mt-8 rounded-card border border-line bg-surface shadow-[var(--float)]">
          <div className="border-b border-line px-5 py-4">
            <p className="text-[13px]/[18px] text-ink-2">Net volume, today</p>
            <p className="mt-1 text-[28px]/[36px] font-semibold tracking-tight tabular-nums">₹6,699.00</p>
          </div>
          {LINES.map(([name, what, amount]) => (
            <div key={name} className="flex items-center gap-4 border-b border-line px-5 py-3 last:border-b-0">
              <span className="min-w-0 grow">
                <span className="block font-medium">{name}</span>
                <span className="block text-[13px]/[18px] text-ink-2">{what}</span>
              </span>
              <span className="pill bg-good-soft text-good">
                <TickIcon />
                Paid
              </span>
              <span className="w-24 text-right font-medium tabular-nums">{amount}</span>
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
