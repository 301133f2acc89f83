import type { Membership } from '../../lib/session';

/** On every page of a live merchant that an operator has yet to activate: what works already, and what to do next. */
export function Inactive({ merchant }: { merchant: Membership }) {
  return (
    <div role="status" className="mb-6 rounded-control bg-wait-soft px-4 py-3 text-wait">
      <p className="font-medium">{merchant.name} is not active yet: it accepts no orders and no payments.</p>
      <p className="mt-1 text-[13px]/[18px]">
        Ask an operator of this gateway to activate it; they need its id, <code className="mono">{merchant.id}</code>.
        Meanwhile you can create keys, add webhook endpoints and invite your team.
      </p>
    </div>
  );
}
