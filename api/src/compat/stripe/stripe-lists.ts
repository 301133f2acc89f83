import { cursorOf } from '../../platform/database/cursor.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { ownId, type StripeKind } from './stripe-ids.js';
import type { Parameters } from './stripe-parameters.js';

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 100;

/** A page of a list, in the gateway's own terms. */
export interface AskedPage {
  limit: number;
  cursor?: string;
  newerThan?: string;
  created_from?: Date;
  created_to?: Date;
}

/** `limit`, `starting_after`, `ending_before` and `created`. */
export function pageAsked(kind: StripeKind, sent: Parameters): AskedPage {
  const limit = sent.integer('limit') ?? DEFAULT_LIMIT;
  if (limit < 1 || limit > MAX_LIMIT) throw sent.invalid('limit', `Limit must be between 1 and ${MAX_LIMIT}`);
  const after = sent.text('starting_after');
  const before = sent.text('ending_before');
  if (after !== undefined && before !== undefined) {
    const description = 'Only one of starting_after and ending_before can be sent';
    throw new ApiError('conflicting_parameters', description, { field: 'ending_before' });
  }
  return {
    limit,
    ...(after !== undefined && { cursor: cursorOf(ownId(kind, after, 'starting_after')) }),
    ...(before !== undefined && { newerThan: ownId(kind, before, 'ending_before') }),
    ...createdWithin(sent),
  };
}

/** A time, or an interval of `gt`, `gte`, `lt` and `lte`. Whole seconds, so that each bound has its next one. */
function createdWithin(sent: Parameters): Pick<AskedPage, 'created_from' | 'created_to'> {
  const { created } = sent.sent;
  if (created === undefined) return {};
  if (typeof created === 'string') {
    const at = sent.time('created') ?? 0;
    return { created_from: dateOf(at), created_to: dateOf(at + 1) };
  }
  const range = sent.within('created');
  const from = [range?.time('gte'), next(range?.time('gt'))].filter((one) => one !== undefined);
  const to = [range?.time('lt'), next(range?.time('lte'))].filter((one) => one !== undefined);
  range?.end();
  return {
    ...(from.length > 0 && { created_from: dateOf(Math.max(...from)) }),
    ...(to.length > 0 && { created_to: dateOf(Math.min(...to)) }),
  };
}

const next = (seconds: number | undefined) => (seconds === undefined ? undefined : seconds + 1);
const dateOf = (seconds: number) => new Date(seconds * 1_000);
