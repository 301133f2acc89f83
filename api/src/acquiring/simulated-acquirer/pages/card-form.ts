import { tokenizeCard } from '../../connectors/simulated/test-instruments.js';

export type CardField = 'number' | 'expiry' | 'cvv';
export type CardErrors = Partial<Record<CardField, string>>;

const NETWORKS: readonly [network: string, numbers: RegExp][] = [
  ['visa', /^4/],
  ['mastercard', /^(5[1-5]|2[2-7])/],
  ['amex', /^3[47]/],
  ['rupay', /^(60|65|81|82|508)/],
];

/**
 * The token of the card in a submitted form, or an error for each wrong field. The number and the CVV exist in this call
 * only.
 */
export function readCard(form: URLSearchParams, now: Date): { token: string } | { errors: CardErrors } {
  const number = (form.get('number') ?? '').replace(/[ -]/g, '');
  const [network = 'other'] = NETWORKS.find(([, numbers]) => numbers.test(number)) ?? [];
  const errors: CardErrors = {};
  if (!/^\d{12,19}$/.test(number) || !passesLuhn(number)) errors.number = 'This is not a card number';
  if (!isInFuture(form.get('expiry') ?? '', now)) errors.expiry = 'Enter a month in the future, as MM/YY';
  if (!(network === 'amex' ? /^\d{4}$/ : /^\d{3}$/).test(form.get('cvv') ?? ''))
    errors.cvv = network === 'amex' ? 'Enter the 4 digits on the front' : 'Enter the 3 digits on the back';
  return Object.keys(errors).length > 0 ? { errors } : { token: tokenizeCard({ number, network }) };
}

function passesLuhn(number: string): boolean {
  const sum = [...number].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** A card is valid to the end of its month. */
function isInFuture(text: string, now: Date): boolean {
  const [, month = '', year = ''] = /^\s*(0[1-9]|1[0-2])\s*\/\s*(?:20)?(\d\d)\s*$/.exec(text) ?? [];
  return month !== '' && Date.UTC(2000 + Number(year), Number(month)) > now.getTime();
}
