/** The fields of one event that a list needs. */
export interface News {
  event: string;
  eventId: string;
  /** Time of the event in milliseconds. */
  at: number;
  /** Id of the payment, order, refund or endpoint that the event is about. */
  object: string;
  /** Time at which that object was created. */
  createdAt?: string | undefined;
}

interface Payload {
  id: string;
  event: string;
  timestamp: number;
  data?: Record<string, { id?: string; created_at?: string; updated_at?: string }>;
}

/**
 * Reads the event from a webhook's body. The time is that of the object's change, in milliseconds; an object without one
 * has only the body's `timestamp`, of which the end of that second counts, so that no event is missed.
 */
export function newsOf(payload: string): News {
  const { id, event, timestamp, data } = JSON.parse(payload) as Payload;
  const [object] = Object.values(data ?? {});
  const at = object?.updated_at ? Date.parse(object.updated_at) : timestamp * 1_000 + 999;
  return { eventId: id, event, at, object: object?.id ?? '', createdAt: object?.created_at };
}

export type Listed = 'payment' | 'refund' | 'event';

/** The objects that changed since the page was read, each counted once. */
export interface Tally {
  fresh: ReadonlySet<string>;
  changed: ReadonlySet<string>;
}

/**
 * Events before `readAt` are on the page already. An object that was created after `readAt` is new, whichever of its
 * events arrived.
 */
export function tallyOf(news: readonly News[], of: Listed, readAt: number): Tally {
  const [fresh, changed] = [new Set<string>(), new Set<string>()];
  for (const { event, eventId, at, object, createdAt } of news) {
    if (at <= readAt) continue;
    const isNew = of === 'event' || event === `${of}.created` || (createdAt && Date.parse(createdAt) > readAt);
    (isNew ? fresh : changed).add(of === 'event' ? eventId : object);
  }
  for (const object of fresh) changed.delete(object);
  return { fresh, changed };
}

/**
 * `2 new payments, 1 changed. Show them`; empty if there is no news. Without `of` it is unknown whether the news affects
 * the list.
 */
export function announcementOf({ fresh, changed }: Tally, of?: Listed): string {
  const all = fresh.size + changed.size;
  if (all === 0) return '';
  if (!of) return 'New activity. Show it';
  const them = all === 1 ? 'Show it' : 'Show them';
  const counted = (count: number) => `${of}${count === 1 ? '' : 's'}`;
  if (fresh.size === 0) return `${changed.size} ${counted(changed.size)} changed. ${them}`;
  const also = changed.size > 0 ? `, ${changed.size} changed` : '';
  return `${fresh.size} new ${counted(fresh.size)}${also}. ${them}`;
}
