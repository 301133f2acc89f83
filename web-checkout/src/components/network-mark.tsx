import { type CardNetwork, cardNetworkName } from '@payment-gateway/sdk/validators';
import type { ReactNode } from 'react';
import { MastercardMark, RupayMark, VisaMark } from './marks';

const DRAWN: Partial<Record<CardNetwork, () => ReactNode>> = {
  visa: VisaMark,
  mastercard: MastercardMark,
  rupay: RupayMark,
};

/** The network's mark, or its name in a small plate. */
export function NetworkMark({ network }: { network: CardNetwork }) {
  if (network === 'unknown') return null;
  const Drawn = DRAWN[network];
  if (Drawn) return <Drawn />;
  const short = network === 'amex' ? 'Amex' : network === 'diners' ? 'Diners' : cardNetworkName(network);
  return (
    <span
      className="rounded-[4px] border border-line bg-canvas px-2 text-[12px]/[22px] font-semibold text-ink-2"
      title={cardNetworkName(network)}
    >
      {short}
    </span>
  );
}
