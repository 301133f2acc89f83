/** One event of the stream, as far as a list has to know it. */
export interface News {
  event: string;
  eventId: string;
  /** When it happened, in milliseconds. */
  at: number;
  /** The payment, order, refund or endpoint it is about. */
  object: string;
  /** When that object came into being. */
  createdAt?: string | undefined;
}

/** The event in a webhook's body. */
export function newsOf(payload: string): News {
  const { id, event, data } = JSON.parse(payload) as { id: string; event: string; data?: object };
  const [object] = Object.values(data ?? {}) as { id?: string; created_at?: string }[];
  return { eventId: id, event, at: timeOf(id), object: object?.id ?? '', createdAt: object?.created_at };
}

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** An id's first seven characters after its prefix are milliseconds in base 62. */
function timeOf(id: string): number {
  const digits = id.slice(id.indexOf('_') + 1).slice(0, 7);
  return [...digits].reduce((ms, digit) => ms * DIGITS.length + DIGITS.indexOf(digit), 0);
}

export type Told = 'payment' | 'refund' | 'event';

/** What happened since the page was read: each object once, however many events it had. */
export interface Tally {
  fresh: ReadonlySet<string>;
  changed: ReadonlySet<string>;
}
export const NOTHING: Tally = { fresh: new Set(), changed: new Set() };

/** What is older than the page stands on it already. New is what began after it, whichever of its events is told. */
export function add(tally: Tally, { event, eventId, at, object, createdAt }: News, of: Told, readAt: number): Tally {
  if (at <= readAt) return tally;
  const { fresh, changed } = tally;
  if (of === 'event') return { fresh: new Set([...fresh, eventId]), changed };
  const isNew = event === `${of}.created` || (createdAt !== undefined && Date.parse(createdAt) > readAt);
  if (isNew) return { fresh: new Set([...fresh, object]), changed: without(changed, object) };
  return fresh.has(object) ? { fresh, changed } : { fresh, changed: new Set([...changed, object]) };
}

const without = (set: ReadonlySet<string>, one: string) => new Set([...set].filter((other) => other !== one));

/** `2 new payments, 1 changed. Show them`; empty where nothing happened. Without `of` it is not known what it touches. */
export function wordsOfNews({ fresh, changed }: Tally, of?: Told): string {
  const all = fresh.size + changed.size;
  if (all === 0) return '';
  if (!of) return 'New activity. Show it';
  const them = all === 1 ? 'Show it' : 'Show them';
  const counted = (count: number) => `${of}${count === 1 ? '' : 's'}`;
  if (fresh.size === 0) return `${changed.size} ${counted(changed.size)} changed. ${them}`;
  const also = changed.size > 0 ? `, ${changed.size} changed` : '';
  return `${fresh.size} new ${counted(fresh.size)}${also}. ${them}`;
}
