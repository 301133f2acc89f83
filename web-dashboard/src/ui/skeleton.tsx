/** A grey bar in place of a line of text. */
export function SkeletonBar({ className }: { className: string }) {
  return <span className={`skeleton ${className}`} />;
}

/** Shown while a list loads: rows of the same height as the real ones. */
export function SkeletonRows({ rows = 10 }: { rows?: number }) {
  return (
    <div role="status" className="divide-y divide-line">
      <span className="sr-only">Loading…</span>
      <div className="hidden h-[39px] sm:block" />
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex h-[72px] items-center gap-6 px-4 sm:h-[45px]">
          <SkeletonBar className="w-[30%]" />
          <SkeletonBar className="w-[20%]" />
          <SkeletonBar className="ml-auto w-[12%]" />
        </div>
      ))}
    </div>
  );
}
