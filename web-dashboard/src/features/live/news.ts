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

/** What is older than the page stands on it already. New is what began after it, whichever of its events is told. */
export function tallyOf(told: readonly News[], of: Told, readAt: number): Tally {
  const [fresh, changed] = [new Set<string>(), new Set<string>()];
  for (const { event, eventId, at, object, createdAt } of told) {
    if (at <= readAt) continue;
    const isNew = of === 'event' || event === `${of}.created` || (createdAt && Date.parse(createdAt) > readAt);
    (isNew ? fresh : changed).add(of === 'event' ? eventId : object);
  }
  for (const object of fresh) changed.delete(object);
  return { fresh, changed };
}

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
