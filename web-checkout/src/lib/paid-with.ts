import { cardNetworkName } from '@payment-gateway/sdk/validators';
import type { Texts } from './texts';

/** `UPI · su•••@upi`, `Visa •••• 1111`, `Card`; null if the checkout has no word for the method. */
export function paidWith(
  { method, instrument }: { method: string | null; instrument: string | null },
  texts: Pick<Texts, 'upi' | 'card'>,
): string | null {
  if (method === 'upi') return instrument ? `${texts.upi} · ${instrument}` : texts.upi;
  if (method !== 'card') return null;
  // An API of the version before sends no instrument.
  const [, network, digits] = /^(\S+) (.+)$/.exec(instrument ?? '') ?? [];
  if (!network || !digits) return texts.card;
  return `${network === 'card' ? texts.card : cardNetworkName(network)} ${digits}`;
}
