import type { Session } from '../../lib/session';
import { Mode } from '../../ui/pill';
import { switchMerchant } from './session-actions';

/** The current merchant, and the others to choose from. Works without JavaScript. */
export function MerchantSwitch({ session: { merchant, merchants } }: { session: Session }) {
  const mark = [...merchant.name][0]?.toUpperCase();
  const label = (
    <>
      <span
        aria-hidden="true"
        className="grid size-8 shrink-0 place-items-center rounded-control bg-accent-soft font-semibold text-accent"
      >
        {mark}
      </span>
      <span className="min-w-0 grow truncate font-semibold">{merchant.name}</span>
      <Mode mode={merchant.mode} />
    </>
  );
  if (merchants.length === 1) return <div className="flex min-h-10 items-center gap-2 px-1">{label}</div>;
  return (
    <details className="relative">
      <summary className="flex min-h-10 list-none items-center gap-2 rounded-control px-1 hover:bg-canvas">
        {label}
      </summary>
      <div className="absolute inset-x-0 z-20 mt-1 rounded-control border border-line bg-raised p-1 shadow-[var(--float)]">
        {merchants.map(({ id, name, mode, role }) => (
          <form key={id} action={switchMerchant.bind(null, id)}>
            <button
              aria-current={id === merchant.id}
              className="flex min-h-10 w-full cursor-pointer items-center gap-2 rounded-[6px] px-2 text-left hover:bg-canvas"
            >
              <span className="min-w-0 grow">
                <span className="block truncate font-medium">{name}</span>
                <span className="block text-[12.5px]/[16px] text-ink-3">{role}</span>
              </span>
              <Mode mode={mode} />
            </button>
          </form>
        ))}
      </div>
    </details>
  );
}
