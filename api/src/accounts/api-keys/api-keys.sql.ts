import { FORMER_SCOPES } from '../access/permissions.js';

/** The scopes of a stored key by their present names, as a column named `scopes`. Null stays null. */
export const currentScopes = (column: string) => {
  const replaced = [...FORMER_SCOPES].reduce(
    (sql, [former, name]) => `array_replace(${sql}, '${former}', '${name}')`,
    column,
  );
  return `${replaced} AS scopes`;
};
