import { type CardNetwork, cardNetworkName } from '@payment-gateway/sdk/validators';

/**
 * The network's name in a small plate: recognisable in both themes, without a copy of a trademarked logo. Apart from the
 * icons, because the error page has icons and needs no validators.
 */
export function NetworkMark({ network }: { network: CardNetwork }) {
  if (network === 'unknown') return null;
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
