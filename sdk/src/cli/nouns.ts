import { CommandLineError } from './command-line-error.js';
import { readFields } from './fields.js';
import { objectText, rowText } from './object-text.js';
import type { Report } from './report.js';
import { toCamel, toSnake } from '../casing.js';
import { NOUNS, type Verb } from '../generated/commands.js';
import type { Page } from '../list.js';
import type { PaymentGateway } from '../payment-gateway.js';

/** A call of one operation. */
export interface NounCall {
  noun: string;
  verb: string;
  id: string | undefined;
  input: object | undefined;
}

export const isNoun = (word: string | undefined): word is string => word !== undefined && Object.hasOwn(NOUNS, word);
const verbsOf = (noun: string) => NOUNS[noun]?.verbs ?? {};

/** Cannot be undone, so that the caller confirms it with --yes. */
const CONFIRMED = new Set(['customers erase', 'payments release']);

/** @throws CommandLineError, whose message says what the command takes */
export function readNounCall([noun = '', word = '', ...args]: readonly string[], confirmed: boolean): NounCall {
  const verb = Object.hasOwn(verbsOf(noun), word) ? verbsOf(noun)[word] : undefined;
  if (!verb) {
    const known = Object.keys(verbsOf(noun)).join(', ');
    throw new CommandLineError(`pgw ${noun} needs one of these: ${known}`);
  }
  const id = verb.takesId ? args[0] : undefined;
  if (verb.takesId && (id === undefined || id.includes('='))) {
    throw new CommandLineError(`pgw ${noun} ${word} needs an id: pgw ${noun} ${word} ${exampleId(noun)}`);
  }
  if (CONFIRMED.has(`${noun} ${word}`) && !confirmed) {
    throw new CommandLineError(`pgw ${noun} ${word} cannot be undone: add --yes to confirm it`);
  }
  const fields = readFields(args.slice(verb.takesId ? 1 : 0), verb.fields);
  const input = verb.input === 'none' ? undefined : (toCamel(fields) as object);
  return { noun: NOUNS[noun]?.noun ?? '', verb: verb.verb, id, input };
}

type Method = (...args: unknown[]) => PromiseLike<unknown>;

export async function callNoun(
  gateway: PaymentGateway,
  { noun, verb, id, input }: NounCall,
  report: Report,
): Promise<void> {
  const resources = gateway as unknown as Record<string, Record<string, Method>>;
  const method = resources[noun]?.[verb];
  if (!method) throw new Error(`The SDK has no ${noun}.${verb}`);
  const answer = await method(...(id === undefined ? [] : [id]), ...(input === undefined ? [] : [input]));
  if (!isPage(answer))
    return report(objectText(toSnake(answer) as object), { type: 'object', object: toSnake(answer) });
  for (const row of answer.data) report(rowText(toSnake(row) as object), { type: 'object', object: toSnake(row) });
  const { nextCursor: cursor } = answer;
  if (cursor) report(`More: add cursor=${cursor}`, { type: 'more', cursor });
}

const isPage = (answer: unknown): answer is Page<unknown> =>
  typeof answer === 'object' && answer !== null && 'data' in answer && Array.isArray(answer.data);

const IDS: Readonly<Record<string, string>> = {
  orders: 'order_…',
  refunds: 'rfnd_…',
  customers: 'cust_…',
  'payment-links': 'plink_…',
};
const exampleId = (noun: string) => IDS[noun] ?? 'pay_…';

const lineOf = (noun: string, name: string, { takesId, summary }: Verb) =>
  `  ${`pgw ${noun} ${name}${takesId ? ` ${exampleId(noun)}` : ''}`.padEnd(44)}${summary}`;

/** One line for each noun of the general help. */
export const NOUN_USAGE = Object.entries(NOUNS)
  .map(([noun, { verbs }]) => `  pgw ${noun} ${Object.keys(verbs).join(' | ')}`)
  .join('\n');

/** The verbs of a noun, or the fields of one verb. */
export function helpOf(noun: string, word: string | undefined): string {
  const verb = word === undefined ? undefined : verbsOf(noun)[word];
  if (word === undefined || !verb) {
    const lines = Object.entries(verbsOf(noun)).map(([name, one]) => lineOf(noun, name, one));
    return ['Usage:', ...lines, '', `pgw ${noun} VERB --help lists the fields of a verb.`].join('\n');
  }
  const fields = Object.entries(verb.fields).map(([name, { type, required, about }]) => {
    const form = `${name}=${type === 'text' ? '…' : type.toUpperCase()}${required ? ' (required)' : ''}`;
    return `  ${form.padEnd(32)} ${about}`.trimEnd();
  });
  const list = fields.length > 0 ? ['', 'Fields, written as name=value:', ...fields] : [];
  const confirm = CONFIRMED.has(`${noun} ${word}`) ? ['', 'It cannot be undone: --yes confirms it.'] : [];
  return ['Usage:', lineOf(noun, word, verb), ...list, ...confirm].join('\n');
}
