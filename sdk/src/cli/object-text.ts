import { formatAmount } from '../amount.js';

type Json = Record<string, unknown>;

/** What a row of a list shows, in this order; what an object does not have is left out. */
const SHOWN = ['money_state', 'status', 'title', 'name', 'email', 'contact', 'receipt', 'reference_id', 'created_at'];

const isAmount = (name: string) => /(^|_)amount(_|$)/.test(name);

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** One line: the id, the amount and what tells one object from another. */
export function rowText(object: object): string {
  const row = object as Json;
  const { id, amount, currency } = row;
  const money = typeof amount === 'number' && typeof currency === 'string' ? [formatAmount(amount, currency)] : [];
  const rest = SHOWN.flatMap((name) => (typeof row[name] === 'string' && row[name] !== '' ? [row[name]] : []));
  return [textOf(id), ...money, ...rest].join('  ');
}

/** One line for each field that has a value; amounts are followed by their text. */
export function objectText(object: object): string {
  const { currency } = object as Json;
  const entries = Object.entries(object).filter(([, value]) => value !== null && value !== undefined);
  const width = Math.max(0, ...entries.map(([name]) => name.length));
  return entries
    .map(([name, value]: [string, unknown]) => {
      const isMoney = typeof value === 'number' && typeof currency === 'string' && isAmount(name);
      return `${name.padEnd(width)}  ${textOf(value)}${isMoney ? `  (${formatAmount(value, currency)})` : ''}`;
    })
    .join('\n');
}
