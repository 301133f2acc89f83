import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../accounts/access/caller.js';
import type { Tx } from '../../../platform/database/database.js';
import { ApiError } from '../../../platform/errors/api-error.js';
import type { StoredResponse } from '../../../platform/http/stored-response.js';
import { IdempotencyService } from '../../../platform/idempotency/idempotency.service.js';
import type { GivenKey } from '../../../platform/idempotency/key-claim.js';
import { JobQueue } from '../../../platform/queue/job-queue.js';
import type { WithHints } from '../../events/events.sql.js';
import { requireEnabled } from '../endpoints/endpoint-enabled.js';
import { beginReplay, cursorOf, nextPosition, positionOf, type ReplayPosition } from './replay-position.js';
import type { ReplayDto, ReplayedDto } from './replay.dto.js';
import { REPLAY_DELIVERIES, REPLAY_MISSING } from './replay.queries.js';

const STEP_SIZE = 1_000;
const MAX_PER_REQUEST = 10_000;
const MAX_STEPS = 50;
/** An endpoint takes few deliveries at a time and takes the next ones itself: further hints would find no slot. */
const MAX_HINTS = 20;

interface Step extends WithHints {
  scheduled: number;
  last: string | null;
}

/** Sends an endpoint again what it missed, in steps of limited size. All steps of a request run in one transaction. */
@Injectable()
export class ReplayService {
  constructor(
    private readonly idempotency: IdempotencyService,
    private readonly queue: JobQueue,
  ) {}

  replay(
    { merchant }: Caller,
    endpointId: string,
    replay: ReplayDto,
    key: GivenKey | null,
  ): Promise<StoredResponse<ReplayedDto>> {
    const begin = beginOf(replay);
    const keyClaim = this.idempotency.keyFor(key, merchant.id);
    return this.idempotency.once<ReplayedDto>(keyClaim, 200, async (tx) => {
      await requireEnabled(tx, merchant.id, endpointId);
      let position: ReplayPosition | null = begin;
      let scheduled = 0;
      const hints: WithHints['hints'] = [];
      for (let steps = 0; position && scheduled < MAX_PER_REQUEST && steps < MAX_STEPS; steps++) {
        const step = await take(tx, merchant.id, endpointId, position, replay);
        scheduled += step.scheduled;
        hints.push(...step.hints.slice(0, MAX_HINTS - hints.length));
        position = nextPosition(position, step.last, replay);
      }
      tx.afterCommit(() => this.queue.hint(...hints));
      const replayed = { scheduled, has_more: position !== null, next_cursor: position && cursorOf(position) };
      return { id: endpointId, body: JSON.stringify(replayed) };
    });
  }
}

async function take(
  tx: Tx,
  merchantId: string,
  endpointId: string,
  { walk, after }: ReplayPosition,
  { since, only }: ReplayDto,
): Promise<Step> {
  const values = [merchantId, endpointId, after, since, STEP_SIZE];
  const statuses = only === 'all' ? ['failed', 'success'] : ['failed'];
  const [step] =
    walk === 'events'
      ? await tx.query<Step>(REPLAY_MISSING, values)
      : await tx.query<Step>(REPLAY_DELIVERIES, [...values, statuses]);
  return step ?? { scheduled: 0, last: null, hints: [] };
}

function beginOf({ since, only, cursor }: ReplayDto): ReplayPosition {
  if (!since) throw new ApiError('missing_parameter', 'since must be an ISO 8601 time', { field: 'since' });
  if (cursor === undefined) return beginReplay(since, only === 'missing' ? 'events' : 'deliveries');
  const position = positionOf(cursor, only);
  if (position) return position;
  throw new ApiError('invalid_cursor', 'cursor must be the next_cursor of an earlier replay', { field: 'cursor' });
}
