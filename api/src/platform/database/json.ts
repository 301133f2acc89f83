/**
 * SQL that renders columns as one compact JSON object, exactly as JSON.stringify would write it. `columns` is a select
 * list; its order is the order of the keys. json columns keep their bytes; bigints become numbers.
 */
export const jsonObject = (columns: string) => `(SELECT row_to_json(object)::text FROM (SELECT ${columns}) AS object)`;

/** `iso('p.created_at')`: ISO 8601 UTC with milliseconds, null stays null. */
export const iso = (column: string, as = column.slice(column.indexOf('.') + 1)) => `iso(${column}) AS ${as}`;

/** `columns('p', 'id', 'amount')` = `p.id, p.amount`. */
export const columns = (table: string, ...names: string[]) => names.map((name) => `${table}.${name}`).join(', ');
