import { isValidVPA } from '@payment-gateway/sdk/validators';
import type { Card, Connector } from '../../acquiring/connectors/connector.js';
import type { Offer } from '../../acquiring/connectors/connectors.service.js';
import type { Flow, Sheet } from '../../acquiring/connectors/sheet.js';
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

export interface Tokenized {
  readonly columns: Instrument;
  /** None: no connector of the merchant's mode has such pages. */
  readonly takers: readonly Offer[];
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
 * The columns to store, and the connectors that can take them. The card's number and CVV go no further than this function,
 * and only to a connector that reads them. Throws `flow_not_supported` if no connector of the merchant's mode reads it.
 */
export function tokenize(checked: CheckedInstrument, offers: readonly Offer[]): Tokenized {
  const noCard = { card_network: null, card_last4: null };
  if ('card' in checked) {
    const { taker, tokenizeCard } = readerOf('raw_card', 'tokenizeCard', offers);
    const { number, network } = checked.card;
    const shown = { card_network: network, card_last4: number.slice(-4) };
    const instrument = tokenizeCard(checked.card);
    return { takers: [taker], columns: { method: 'card', flow: null, vpa: null, ...shown, instrument } };
  }
  if ('flow' in checked && checked.flow === 'redirect') {
    const { method } = checked;
    const takers = offers.filter(({ sheet }) => hasPages(sheet, method));
    return { takers, columns: { method, flow: 'redirect', vpa: null, ...noCard, instrument: '' } };
  }
  const flow = 'vpa' in checked ? 'collect' : 'intent';
  const { taker, tokenizeUpi } = readerOf(flow, 'tokenizeUpi', offers);
  const vpa = 'vpa' in checked ? checked.vpa : null;
  return { takers: [taker], columns: { method: 'upi', flow, vpa, ...noCard, instrument: tokenizeUpi(checked) } };
}

const hasPages = ({ flows, methods }: Sheet, method: Method | null) =>
  flows.includes('redirect') && (method === null || methods.includes(method));

/** The connector with the flow whose tokens are used. Tokens of one connector mean nothing to another. */
function readerOf<Reader extends 'tokenizeCard' | 'tokenizeUpi'>(flow: Flow, reader: Reader, offers: readonly Offer[]) {
  for (const taker of offers) {
    const read = taker.tokenizer?.[reader];
    if (read && taker.sheet.flows.includes(flow)) return { taker, [reader]: read } as Reading<Reader>;
  }
  throw notSupported(flow);
}
type Reading<Reader extends 'tokenizeCard' | 'tokenizeUpi'> = { taker: Offer } & Required<Pick<Connector, Reader>>;

const elsewhere = (field: string) =>
  new ApiError('conflicting_parameters', `The shopper enters it on the acquirer's page: send no ${field}`, { field });
const notSupported = (flow: string) =>
  new ApiError('flow_not_supported', `No connector for this merchant supports ${flow}: use flow redirect`);
