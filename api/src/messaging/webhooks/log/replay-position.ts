import { smallestIdAt } from '../../../platform/ids.js';
import { smallestUuidAt } from '../../../platform/uuid.js';
import type { ReplayForm } from './replay.dto.js';

/** The position of a replay. It walks the endpoint's deliveries, then the events, by ids that sort by time. */
export interface ReplayPosition {
  readonly walk: 'deliveries' | 'events';
  readonly after: string;
}

/**
 * The time in an id may differ from its row's time, because clocks differ. The ids only bound the walk; the row's own
 * time decides.
 */
const CLOCK_SKEW_MS = 3_600_000;
const CURSORS = {
  deliveries: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  events: /^evt_[A-Za-z0-9]{16}$/,
};

export function beginReplay(since: Date, walk: ReplayPosition['walk']): ReplayPosition {
  const from = new Date(Math.max(since.getTime() - CLOCK_SKEW_MS, 0));
  return { walk, after: walk === 'events' ? smallestIdAt('evt', from) : smallestUuidAt(from) };
}

/** The position after a step that ended at `last`; null at the end. */
export function nextPosition(
  { walk }: ReplayPosition,
  last: string | null,
  { since, only }: { since: Date; only: ReplayForm },
): ReplayPosition | null {
  if (last !== null) return { walk, after: last };
  return walk === 'deliveries' && only === 'all' ? beginReplay(since, 'events') : null;
}

export function cursorOf({ walk, after }: ReplayPosition): string {
  return Buffer.from(`${walk} ${after}`).toString('base64url');
}

/** Null for anything that {@link cursorOf} did not make for this form of replay. */
export function positionOf(cursor: string, only: ReplayForm): ReplayPosition | null {
  const [walk, after = '', ...rest] = Buffer.from(cursor, 'base64url').toString('latin1').split(' ');
  if ((walk !== 'deliveries' && walk !== 'events') || rest.length > 0 || !CURSORS[walk].test(after)) return null;
  const expected = { failed: 'deliveries', missing: 'events', all: walk }[only];
  return walk === expected ? { walk, after } : null;
}
