import type { Session } from '../../lib/session';
import { Switch } from '../../ui/switch';
import { switchMerchant } from './session-actions';

/** Switches between test and live: to the merchant of the same name, or to the first of the other mode. */
export function ModeToggle({ session: { merchant, merchants } }: { session: Session }) {
  const others = merchants.filter(({ mode }) => mode !== merchant.mode);
  const target = others.find(({ name }) => name === merchant.name) ?? others[0];
  if (!target) return null;
  return (
    <form action={switchMerchant.bind(null, target.id)} className="mt-2 px-1" data-mode-toggle>
      <Switch on={merchant.mode === 'live'} label="Live mode" />
    </form>
  );
}
