import type { ApiError } from '../../platform/errors/api-error.js';
import { redactValue } from '../../platform/secrets/redaction.js';

/**
 * The HTTP status that the audit log records for a change without a response of its own, and for a login that
 * succeeded.
 */
export const DONE = 200;
/** The HTTP status that the audit log records for a wrong password. */
export const WRONG_PASSWORD = 401;

/** Fields of the result that describe the object's state. They are recorded besides the fields of the request. */
const STATE_FIELDS = ['id', 'version', 'status', 'enabled', 'role', 'expires_at', 'previous_secret_until', 'deleted'];
const MAX_TEXT_LENGTH = 200;
const MAX_ITEMS = 20;

/**
 * The result of a change, from the response: the fields that the request named, and those that describe the state.
 * Secrets are masked and nested objects are left out.
 */
export function changeOf(input: unknown, response: unknown): Record<string, unknown> {
  if (!isRecord(response)) return {};
  const names = new Set([...(isRecord(input) ? Object.keys(input) : []), ...STATE_FIELDS]);
  const simple = [...names].flatMap((name) => {
    const value = Object.hasOwn(response, name) ? shortened(response[name]) : undefined;
    return value === undefined ? [] : [[name, value] as const];
  });
  return redactValue(Object.fromEntries(simple)) as Record<string, unknown>;
}

/** The refusal of a change. */
export function refusalOf({ code, description, field, reason }: ApiError): Record<string, unknown> {
  return redactValue({
    code,
    description: description.slice(0, MAX_TEXT_LENGTH),
    ...(field !== undefined && { field: field.slice(0, MAX_TEXT_LENGTH) }),
    ...(reason !== undefined && { reason }),
  }) as Record<string, unknown>;
}

function shortened(value: unknown): unknown {
  if (typeof value === 'string') return value.slice(0, MAX_TEXT_LENGTH);
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  if (!Array.isArray(value)) return undefined;
  return value
    .slice(0, MAX_ITEMS)
    .flatMap((item) => (typeof item === 'string' ? [item.slice(0, MAX_TEXT_LENGTH)] : []));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
