/** A grey bar where a line of text will stand. */
function Bar({ className }: { className: string }) {
  return <span className={`skeleton ${className}`} />;
}

/** Rows to come, as high as they will be. */
export function SkeletonRows({ rows = 10 }: { rows?: number }) {
  return (
    <div role="status" className="divide-y divide-line">
      <span className="sr-only">Loading…</span>
      <div className="hidden h-[39px] sm:block" />
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex h-[72px] items-center gap-6 px-4 sm:h-[45px]">
          <Bar className="w-[30%]" />
          <Bar className="w-[20%]" />
          <Bar className="ml-auto w-[12%]" />
        </div>
      ))}
    </div>
  );
}

/** The overview to come: three figures, two charts, a list. */
export function SkeletonOverview() {
  return (
    <div role="status">
      <span className="sr-only">Loading…</span>
      <div className="grid gap-4 sm:grid-cols-3">
        {['transactions', 'captured', 'rate'].map((name) => (
          <div key={name} className="card grid h-[114px] content-start gap-3 p-4">
            <Bar className="w-[96px]" />
            <Bar className="h-7 w-[144px]" />
          </div>
        ))}
      </div>
      <div className="mt-4 grid gap-4 lg:grid-cols-2">
        <div className="card h-[280px]" />
        <div className="card h-[280px]" />
      </div>
    </div>
  );
}
