import type { ReactNode } from 'react';
import { checkColour, DEFAULT_COLOUR } from '../lib/contrast';

/** How a merchant looks to payers. */
export interface Brand {
  name: string;
  /** As a data URL. */
  logo: string | null;
  /** Of the button; null: the checkout's own. */
  color: string | null;
}

/**
 * A small picture of a page that payers see, always as on a light screen, so that the colours are those that the form
 * names. Its text is also its description, so it is no image to a screen reader.
 */
export function PayerPage({ address, label, children }: { address?: string; label: string; children: ReactNode }) {
  return (
    <section
      aria-label={label}
      className="light-sheet flex flex-col overflow-clip rounded-card border border-line-strong bg-surface text-ink"
    >
      <p className="flex items-center gap-1.5 border-b border-line bg-canvas px-3 py-2 text-[12px]/[16px] text-ink-3">
        {[0, 1, 2].map((dot) => (
          <span key={dot} aria-hidden="true" className="size-2 shrink-0 rounded-full bg-line-strong" />
        ))}
        <span className={address ? 'min-w-0 text-[11px] wrap-anywhere' : 'ml-2'}>{address ?? label}</span>
      </p>
      <div className="p-5">{children}</div>
    </section>
  );
}

/** The logo, or the first letter of the name, and the name. */
export function PayerMark({ brand: { name, logo } }: { brand: Brand }) {
  return (
    <p className="flex items-center gap-2.5 font-medium">
      {logo ? (
        <img src={logo} alt="" className="size-8 shrink-0 rounded-[6px] object-contain" />
      ) : (
        <span
          aria-hidden="true"
          className="grid size-8 shrink-0 place-items-center rounded-[6px] bg-accent-soft font-semibold text-accent"
        >
          {[...name][0]?.toLocaleUpperCase()}
        </span>
      )}
      <span className="min-w-0 truncate">{name}</span>
    </p>
  );
}

/** The button that pays, in the merchant's colour. A drawing, because the page's policy allows no style attribute. */
export function PayerButton({ brand: { color }, children }: { brand: Brand; children: string }) {
  const ground = color ?? DEFAULT_COLOUR;
  return (
    <svg role="img" aria-label={`The button “${children}”`} className="block h-11 w-full">
      <rect width="100%" height="100%" rx="8" fill={ground} />
      <text
        x="50%"
        y="50%"
        dy=".35em"
        fontSize="14"
        fontWeight="600"
        textAnchor="middle"
        fill={checkColour(ground).text}
      >
        {children}
      </text>
    </svg>
  );
}

/** Lines with their amounts, or facts with their values. */
export function PayerLines({ lines }: { lines: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="mt-4 grid gap-1.5 border-t border-line pt-3 text-[13px]/[18px]">
      {lines.map(([name, value]) => (
        <div key={name} className="flex justify-between gap-4">
          <dt className="min-w-0 text-ink-2 wrap-anywhere">{name}</dt>
          <dd className="shrink-0 text-right tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function PayerAmount({ label, children }: { label: string; children: string }) {
  return (
    <>
      <p className="mt-4 text-[13px]/[18px] text-ink-2">{label}</p>
      <p className="text-[28px]/[36px] font-semibold tracking-tight tabular-nums">{children}</p>
    </>
  );
}
