/** The name in `notes` under which the façade keeps what the gateway has no field for. No metadata has it. */
const KEPT = '_stripe';

const MAX_KEYS = 50;
const MAX_KEY_LENGTH = 40;
const MAX_LENGTH = 500;

export type Metadata = Readonly<Record<string, string>>;
type Notes = Readonly<Record<string, unknown>>;

/** What the façade keeps in the notes of an order, payment or customer. */
export interface Kept {
  /** The token of a test card, never a number. */
  payment_method?: string;
  /** Of an intent; otherwise `automatic`. The merchant's server confirms in both cases. */
  confirmation_method?: 'manual';
  /** Of a customer. */
  description?: string;
  /** The customer's name is not the merchant's: the gateway requires a name, an email or a contact. */
  unnamed?: true;
}

export const keptIn = (notes: Notes): Kept => {
  const kept = notes[KEPT];
  return typeof kept === 'object' && kept !== null ? kept : {};
};

/** Notes of the gateway may be any JSON; Stripe's metadata are texts. */
export function metadataOf(notes: Notes): Record<string, string> {
  const shown = Object.entries(notes).filter(([name]) => name !== KEPT);
  return Object.fromEntries(
    shown.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

const withKept = (notes: Notes, kept: Kept): Record<string, unknown> =>
  Object.keys(kept).length === 0 ? { ...notes } : { ...notes, [KEPT]: kept };

/** The notes of a new object. An empty text is no value. */
export function notesOf(metadata: Metadata | '' | undefined, kept: Kept = {}) {
  const given = Object.entries(metadata === '' || metadata === undefined ? {} : metadata);
  return withKept(Object.fromEntries(given.filter(([, value]) => value !== '')), kept);
}

/**
 * Stripe merges: names that are not sent stay, an empty text removes one, and `''` for all removes all. `kept` replaces
 * what the façade keeps; absent: that stays.
 */
export function mergedNotes(
  notes: Notes,
  change: Metadata | '' | undefined,
  kept: Kept = keptIn(notes),
): Record<string, unknown> {
  const { [KEPT]: _, ...others } = notes;
  const merged = change === '' ? {} : { ...others, ...change };
  return withKept(Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== '')), kept);
}

/** What is wrong with metadata as they were sent; null if nothing is. */
export function metadataFault(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'Invalid object';
  const given = Object.entries(value as Notes);
  if (given.length > MAX_KEYS) return `At most ${MAX_KEYS} keys are allowed`;
  if (given.some(([key]) => key.length > MAX_KEY_LENGTH || key.startsWith('_'))) {
    return `Keys have at most ${MAX_KEY_LENGTH} characters and begin with no _`;
  }
  const isText = ([, text]: [string, unknown]) => typeof text === 'string' && text.length <= MAX_LENGTH;
  return given.every(isText) ? null : `Values are text of at most ${MAX_LENGTH} characters`;
}
