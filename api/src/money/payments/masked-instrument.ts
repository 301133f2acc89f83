export interface ShownInstrument {
  vpa: string | null;
  card_network: string | null;
  card_last4: string | null;
}

const SHOWN = 2;

/** The instrument as a payer sees it: enough to recognise, too little to use. */
export function maskedInstrument({ vpa, card_network: network, card_last4: last4 }: ShownInstrument): string | null {
  if (last4 !== null) return `${network === null || network === 'unknown' ? 'card' : network} •••• ${last4}`;
  if (vpa === null) return null;
  const [user = '', bank = ''] = vpa.split('@');
  return `${user.slice(0, Math.min(SHOWN, user.length - 1))}•••@${bank}`;
}
