import type { Membership } from '../../lib/session';
import { Mode } from '../../ui/pill';
import { openMerchant } from './session-actions';

/** Other merchants of the user, who cannot open the current one yet. */
export function MerchantChoice({ merchants }: { merchants: Membership[] }) {
  if (merchants.length === 0) return null;
  return (
    <section className="mt-8">
      <h2 className="text-[13px]/[18px] font-medium">Open another merchant</h2>
      <ul className="mt-2 grid gap-2">
        {merchants.map(({ id, name, mode }) => (
          <li key={id}>
            <form action={openMerchant.bind(null, id)}>
              <button className="button">
                {name} <Mode mode={mode} />
              </button>
            </form>
          </li>
        ))}
      </ul>
    </section>
  );
}
