import { ApiError } from '../common/api-error.js';
import type { Connector } from '../connectors/connector.js';
import { networkOf, parseCard } from './card.js';
import type { CreatePaymentDto } from './create-payment.dto.js';
import { isVpa } from './vpa.js';

/** What a payment row keeps of how it is paid. */
export interface Instrument {
  method: 'upi' | 'card';
  flow: 'collect' | 'intent' | null;
  vpa: string | null;
  card_network: string | null;
  card_last4: string | null;
  instrument: string;
}

/** Reduces what the shopper typed to what may be stored. The card's number and CVV end here. */
export function instrumentOf(body: CreatePaymentDto, connector: Connector, now: Date): Instrument {
  if (body.method === 'card') {
    if (!body.card) throw new ApiError('INVALID_CARD', 'card is needed', { field: 'card' });
    const card = parseCard(body.card, now);
    const shown = { card_network: networkOf(card.number), card_last4: card.number.slice(-4) };
    return { method: 'card', flow: null, vpa: null, ...shown, instrument: connector.tokenizeCard(card) };
  }
  const plain = { method: 'upi', card_network: null, card_last4: null } as const;
  if (body.flow === 'intent') {
    return { ...plain, flow: 'intent', vpa: null, instrument: connector.tokenizeUpi({ flow: 'intent' }) };
  }
  if (!isVpa(body.vpa)) {
    throw new ApiError('INVALID_VPA', 'vpa must look like username@bank', { field: 'vpa' });
  }
  return { ...plain, flow: 'collect', vpa: body.vpa, instrument: connector.tokenizeUpi({ vpa: body.vpa }) };
}
