import { isValidVPA } from '@payment-gateway/sdk/validators';
import type { Card, Connector } from '../../acquiring/connectors/connector.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { parseCard } from './card.js';
import type { CreatePaymentDto } from './create-payment.dto.js';
import type { Method } from './payment.dto.js';

/** The columns of a payment that describe its instrument. */
export interface Instrument {
  method: Method | null;
  flow: 'collect' | 'intent' | 'redirect' | null;
  vpa: string | null;
  card_network: string | null;
  card_last4: string | null;
  instrument: string;
}

/** The validated instrument of a request. A card is kept in memory only. */
export type CheckedInstrument =
  { card: Card } | { vpa: string } | { flow: 'intent' } | { flow: 'redirect'; method: Method | null };

/** Refuses an invalid instrument, before the order is read. */
export function checkInstrument(body: CreatePaymentDto, now: Date): CheckedInstrument {
  if (body.flow === 'redirect') {
    if (body.card ?? body.vpa) throw elsewhere(body.card ? 'card' : 'vpa');
    return { flow: 'redirect', method: body.method ?? null };
  }
  if (body.method === 'card') {
    if (!body.card) throw new ApiError('card_required', 'card is required', { field: 'card' });
    return { card: parseCard(body.card, now) };
  }
  if (body.flow === 'intent') return { flow: 'intent' };
  if (body.vpa === undefined || !isValidVPA(body.vpa))
    throw new ApiError('invalid_vpa', 'vpa must look like username@bank', { field: 'vpa' });
  return { vpa: body.vpa };
}

/**
 * The columns to store. The card's number and CVV go no further than this function, and only to a connector that reads
 * them. Throws `flow_not_supported` if the connector's sheet lacks the flow.
 */
export function tokenize(checked: CheckedInstrument, connector: Connector): Instrument {
  const noCard = { card_network: null, card_last4: null };
  if ('card' in checked) {
    if (!connector.tokenizeCard) throw notSupported('raw_card');
    const { number, network } = checked.card;
    const shown = { card_network: network, card_last4: number.slice(-4) };
    return { method: 'card', flow: null, vpa: null, ...shown, instrument: connector.tokenizeCard(checked.card) };
  }
  const flow = 'vpa' in checked ? 'collect' : checked.flow;
  if (!connector.sheet.flows.includes(flow)) throw notSupported(flow);
  if ('flow' in checked && checked.flow === 'redirect') {
    return { method: checked.method, flow: 'redirect', vpa: null, ...noCard, instrument: '' };
  }
  if (!connector.tokenizeUpi) throw notSupported(flow);
  const vpa = 'vpa' in checked ? checked.vpa : null;
  return { method: 'upi', flow, vpa, ...noCard, instrument: connector.tokenizeUpi(checked) };
}

const elsewhere = (field: string) =>
  new ApiError('conflicting_parameters', `The shopper enters it on the acquirer's page: send no ${field}`, { field });
const notSupported = (flow: string) =>
  new ApiError('flow_not_supported', `The connection of this merchant does not support ${flow}: use flow redirect`);
