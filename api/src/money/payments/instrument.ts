import { isValidVPA } from '@payment-gateway/sdk/validators';
import type { Card, Connector } from '../../acquiring/connectors/connector.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { parseCard } from './card.js';
import type { CreatePaymentDto } from './create-payment.dto.js';

/** The columns of a payment that describe its instrument. */
export interface Instrument {
  method: 'upi' | 'card';
  flow: 'collect' | 'intent' | null;
  vpa: string | null;
  card_network: string | null;
  card_last4: string | null;
  instrument: string;
}

/** The validated instrument of a request. A card is kept in memory only. */
export type CheckedInstrument = { card: Card } | { vpa: string } | { flow: 'intent' };

/** Refuses an invalid instrument, before the order is read. */
export function checkInstrument(body: CreatePaymentDto, now: Date): CheckedInstrument {
  if (body.method === 'card') {
    if (!body.card) throw new ApiError('card_required', 'card is required', { field: 'card' });
    return { card: parseCard(body.card, now) };
  }
  if (body.flow === 'intent') return { flow: 'intent' };
  if (body.vpa === undefined || !isValidVPA(body.vpa))
    throw new ApiError('invalid_vpa', 'vpa must look like username@bank', { field: 'vpa' });
  return { vpa: body.vpa };
}

/** The columns to store. The card's number and CVV go no further than this function. */
export function tokenize(checked: CheckedInstrument, connector: Connector): Instrument {
  if ('card' in checked) {
    const { number, network } = checked.card;
    const shown = { card_network: network, card_last4: number.slice(-4) };
    return { method: 'card', flow: null, vpa: null, ...shown, instrument: connector.tokenizeCard(checked.card) };
  }
  const vpa = 'vpa' in checked ? checked.vpa : null;
  const flow = vpa === null ? 'intent' : 'collect';
  return { method: 'upi', flow, vpa, card_network: null, card_last4: null, instrument: connector.tokenizeUpi(checked) };
}
