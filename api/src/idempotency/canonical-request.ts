/** Never part of a fingerprint: the CVV must leave no trace, and the key is the same in header and body. */
const LEFT_OUT = new Set(['cvv', 'idempotency_key']);

/** One text for equal requests: method, path, and the body with sorted keys. */
export function canonicalRequest(method: string, path: string, body: unknown): string {
  return `${method} ${path}\n${canonicalJson(body ?? {})}`;
}

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  let text = '';
  for (const name of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[name];
    if (member === undefined || LEFT_OUT.has(name)) continue;
    text += `${text && ','}${JSON.stringify(name)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}
