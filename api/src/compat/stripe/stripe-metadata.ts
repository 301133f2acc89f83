/** The name in `notes` under which the façade keeps what the gateway has no field for. No metadata has it. */
const KEPT = '_stripe';

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
export function notesOf(metadata: Readonly<Record<string, string>> | '' | undefined, kept: Kept = {}) {
  const given = Object.entries(metadata === '' || metadata === undefined ? {} : metadata);
  return withKept(Object.fromEntries(given.filter(([, value]) => value !== '')), kept);
}

/**
 * Stripe merges: names that are not sent stay, an empty text removes one, and `''` for all removes all. `kept` replaces
 * what the façade keeps; absent: that stays.
 */
export function mergedNotes(
  notes: Notes,
  change: Readonly<Record<string, string>> | '' | undefined,
  kept: Kept = keptIn(notes),
): Record<string, unknown> {
  const { [KEPT]: _, ...others } = notes;
  const merged = change === '' ? {} : { ...others, ...change };
  return withKept(Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== '')), kept);
}
