import { ApiError } from '../errors/api-error.js';

/**
 * The fields that a PATCH names, and a value for each field that it may name; null for those it does not name. An object
 * is passed to SQL as JSON text.
 */
export function changedFields(change: object, known: readonly string[]): { fields: string[]; values: unknown[] } {
  const given = change as Readonly<Record<string, unknown>>;
  const fields = known.filter((name) => given[name] !== undefined);
  if (fields.length === 0) {
    throw new ApiError('missing_parameter', `There is nothing to change: send at least one of ${known.join(', ')}`);
  }
  const valueOf = (value: unknown) => (typeof value === 'object' && value !== null ? JSON.stringify(value) : value);
  return { fields, values: known.map((name) => valueOf(given[name] ?? null)) };
}
