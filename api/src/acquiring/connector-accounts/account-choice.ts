import type { Mode } from '../../accounts/access/permissions.js';
import { ApiError } from '../../platform/errors/api-error.js';
import type { ConnectorKind, Credentials } from '../connectors/connector-entry.js';

export interface AccountChoice {
  methods?: readonly string[] | null;
  currencies?: readonly string[] | null;
  credentials?: Credentials;
  webhook_secret?: string;
}

/** Refuses what the connector does not support. */
export function checkChoice(kind: ConnectorKind, mode: Mode, choice: AccountChoice): void {
  checkSubset(kind, 'methods', choice.methods, kind.methods);
  if (kind.currencies) checkSubset(kind, 'currencies', choice.currencies, kind.currencies);
  if (choice.credentials) checkCredentials(kind, mode, choice.credentials);
  if (choice.webhook_secret !== undefined && kind.notifications === null)
    throw invalid('webhook_secret', `${kind.title} sends no notifications: leave webhook_secret out`);
}

function checkSubset(
  { title }: ConnectorKind,
  field: string,
  chosen: readonly string[] | null | undefined,
  supported: readonly string[],
): void {
  if (chosen?.every((one) => supported.includes(one)) === false)
    throw invalid(field, `${title} takes these ${field} only: ${supported.join(', ')}`);
}

/** Names fields, and never quotes a value. */
function checkCredentials(kind: ConnectorKind, mode: Mode, given: Credentials): void {
  if (kind.credentials.length === 0) throw invalid('credentials', `${kind.title} needs no credentials: leave them out`);
  const names = kind.credentials.map(({ name }) => name);
  for (const name of Object.keys(given)) {
    if (!names.includes(name))
      throw new ApiError('unknown_parameter', `${kind.title} has these credentials: ${names.join(', ')}`, {
        field: `credentials.${name}`,
      });
  }
  for (const { name, prefix, isOptional } of kind.credentials) {
    const field = `credentials.${name}`;
    const value = given[name];
    if (value === undefined && isOptional) continue;
    if (value === undefined) throw new ApiError('missing_parameter', `${field} is required`, { field });
    if (prefix && !value.startsWith(prefix[mode]))
      throw invalid(field, `${field} of a ${mode} merchant begins with ${prefix[mode]}`);
  }
}

/** Refuses a new account whose connector needs credentials, if it has none. */
export function requireCredentials(kind: ConnectorKind, given: Credentials | undefined): void {
  const required = kind.credentials.filter(({ isOptional }) => !isOptional);
  if (given || required.length === 0) return;
  const names = required.map(({ name }) => name).join(', ');
  const description = `${kind.title} needs credentials: ${names}`;
  throw new ApiError('missing_parameter', description, { field: 'credentials' });
}

const invalid = (field: string, description: string) => new ApiError('invalid_parameter', description, { field });
