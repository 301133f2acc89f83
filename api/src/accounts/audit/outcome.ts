import type { ApiError } from '../../platform/errors/api-error.js';
import { redactValue } from '../../platform/secrets/redaction.js';

/** Besides what was asked for: what a change says of the object as it is now. */
const OF_OBJECT = ['id', 'version', 'status', 'enabled', 'role', 'expires_at', 'previous_secret_until', 'deleted'];
const LONGEST = 200;
const MOST_ITEMS = 20;

/**
 * What a change has led to, from the answer: the fields that were asked for and those that show the state. Secrets are
 * masked, and objects left out: an audit entry says what changed, the object itself has the rest.
 */
export function changeOf(input: unknown, answer: unknown): Record<string, unknown> {
  if (!isRecord(answer)) return {};
  const names = new Set([...(isRecord(input) ? Object.keys(input) : []), ...OF_OBJECT]);
  const simple = [...names].flatMap((name) => {
    const value = Object.hasOwn(answer, name) ? short(answer[name]) : undefined;
    return value === undefined ? [] : [[name, value] as const];
  });
  return redactValue(Object.fromEntries(simple)) as Record<string, unknown>;
}

/** Why nothing changed. */
export function refusalOf({ code, description, field, reason }: ApiError): Record<string, unknown> {
  return redactValue({
    code,
    description: description.slice(0, LONGEST),
    ...(field !== undefined && { field: field.slice(0, LONGEST) }),
    ...(reason !== undefined && { reason }),
  }) as Record<string, unknown>;
}

function short(value: unknown): unknown {
  if (typeof value === 'string') return value.slice(0, LONGEST);
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  if (!Array.isArray(value)) return undefined;
  return value.slice(0, MOST_ITEMS).flatMap((item) => (typeof item === 'string' ? [item.slice(0, LONGEST)] : []));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
