import { SkeletonBar } from '../../ui/skeleton';

/** Shown while the overview loads: five figures and two charts, as high as they will be. */
export function OverviewSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Loading…</span>
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-5">
        {['net', 'payments', 'rate', 'refunds', 'average'].map((name) => (
          <div key={name} className="card grid h-[130px] content-start gap-3 p-4">
            <SkeletonBar className="w-[96px]" />
            <SkeletonBar className="h-7 w-[144px]" />
          </div>
        ))}
      </div>
      <div className="mt-4 grid gap-4 lg:grid-cols-2">
        <div className="card h-[340px]" />
        <div className="card h-[340px]" />
      </div>
    </div>
  );
}
