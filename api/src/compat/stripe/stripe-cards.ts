import { detectCardNetwork, parseCardNumber } from '@payment-gateway/sdk/validators';
import { ApiError } from '../../platform/errors/api-error.js';
import type { CardDto } from '../../money/payments/create-payment.dto.js';
import { notSupported } from './stripe-errors.js';
import type { Parameters } from './stripe-parameters.js';

const CHALLENGED = '4000000000003063';

/** Stripe's test cards by the names of their tokens (`pm_card_visa`, `tok_visa`), as cards of the simulated acquirer. */
const TEST_CARDS: Readonly<Record<string, string>> = {
  visa: '4242424242424242',
  us: '4242424242424242',
  in: '4000003560000008',
  visa_debit: '4000056655665556',
  mastercard: '5555555555554444',
  mastercard_debit: '5200828282828210',
  mastercard_prepaid: '5105105105105100',
  amex: '378282246310005',
  discover: '6011111111111117',
  diners: '3056930009020004',
  jcb: '3566002020360505',
  unionpay: '6200000000000005',
  chargeDeclined: '4000000000000002',
  visa_chargeDeclined: '4000000000000002',
  chargeDeclinedInsufficientFunds: '4000000000009995',
  visa_chargeDeclinedInsufficientFunds: '4000000000009995',
  chargeDeclinedExpiredCard: '4000000000000069',
  visa_chargeDeclinedExpiredCard: '4000000000000069',
  authenticationRequired: CHALLENGED,
  authenticationRequiredOnSetup: CHALLENGED,
  threeDSecureRequired: CHALLENGED,
  threeDSecure2Required: '4000000000003220',
  refundFail: '4000000000005126',
  gateway_1111: '4111111111111111',
  gateway_notAnswered: '4000000000000119',
};
const NAME_OF_NUMBER = new Map(
  Object.entries(TEST_CARDS)
    .map(([name, number]) => [number, name] as const)
    .reverse(),
);

/** Stripe's numbers whose outcome another card of the simulated acquirer has. */
const PLAYED_BY: Readonly<Record<string, string>> = { '4000002760003184': CHALLENGED, '4000002500003155': CHALLENGED };

/** Stripe's numbers whose outcome the simulated acquirer does not have: they must not succeed. */
const WITHOUT_OUTCOME = new Set([
  ...['4000000000009987', '4000000000009979', '4000000000000127', '4000000000006975', '4000000000000101'],
  ...['4000000000000341', '4100000000000019', '4000000000004954', '4000000000009235', '4000008260003178'],
  ...['4000003800000446', '4000008400001629', '4000000000000259', '4000000000002685', '4000000000001976'],
  ...['4000000000005423', '4000000000007726', '4000000000000077', '4000003720000278'],
]);

/** A card as the gateway takes it; `token` names it without its number, if it is one of the test cards. */
export interface GivenCard {
  card: CardDto;
  token: string | null;
}

const HOLDER = 'Card holder';
const TOKEN = /^pm_card_([A-Za-z]\w*?)(?:_(\d{2})(\d{4}))?$/;

/** The card of a token: `pm_card_visa`, or with the expiry that was given for it, `pm_card_visa_082031`. */
export function cardOfToken(token: string, field: string): GivenCard {
  const [, name = '', month, year] = TOKEN.exec(token.replace(/^tok_/, 'pm_card_')) ?? [];
  const number = Object.hasOwn(TEST_CARDS, name) ? TEST_CARDS[name] : undefined;
  if (number === undefined && /^(pm_card|tok)_/.test(token))
    throw notSupported(`The test card ${token.slice(0, 80)}`, field);
  if (number === undefined) {
    const description = `${token.slice(0, 100)} cannot be charged: the gateway stores no cards. Send a test token such as pm_card_visa`;
    throw new ApiError('facade_not_supported', description, { field });
  }
  const card = {
    number,
    expiry_month: Number(month ?? 12),
    expiry_year: Number(year ?? new Date().getUTCFullYear() + 1),
    cvv: detectCardNetwork(number) === 'amex' ? '1234' : '123',
    holder_name: HOLDER,
  };
  return { card, token: token.replace(/^tok_/, 'pm_card_') };
}

/** `card` of a `payment_method_data`: a number, or the token of a test card. */
export function cardOf(given: Parameters): GivenCard {
  const token = given.text('token');
  if (token !== undefined) {
    given.end();
    return cardOfToken(token, given.field('token'));
  }
  const sent = given.required('number');
  const [month, year] = [given.required('exp_month'), given.required('exp_year')];
  const cvv = given.text('cvc') ?? '123';
  given.end();
  const typed = parseCardNumber(sent) ?? sent;
  if (WITHOUT_OUTCOME.has(typed)) throw notSupported('What this test card stands for at Stripe', given.field('number'));
  const number = PLAYED_BY[typed] ?? typed;
  const name = NAME_OF_NUMBER.get(number);
  const fullYear = year.length === 2 ? `20${year}` : year;
  const token_ = name === undefined ? null : `pm_card_${name}_${month.padStart(2, '0')}${fullYear}`;
  return { card: { number, expiry_month: month, expiry_year: year, cvv, holder_name: HOLDER }, token: token_ };
}

/** `payment_method_data`, or the body that makes a payment method: its type and card. Names and addresses are not kept. */
export function cardOfMethod(given: Parameters): GivenCard {
  given.oneOf('type', ['card']);
  const card = given.within('card') ?? given.missing('card');
  given.end('billing_details', 'allow_redisplay', 'radar_options');
  return cardOf(card);
}
