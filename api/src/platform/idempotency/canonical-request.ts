/**
 * Never part of a fingerprint, by their place in the body: the CVV of the card must leave no trace, and the key is the same
 * in header and body. A field of the same name elsewhere, such as `notes.cvv`, makes another request.
 */
const LEFT_OUT = new Set(['card.cvv', 'idempotency_key']);

/** One text for equal requests: method, path, and the body with sorted keys. */
export function canonicalRequest(method: string, path: string, body: unknown): string {
  return `${method} ${path}\n${canonicalJson(body ?? {}, '')}`;
}

/** `place` is the path of an object in the body, ending in a dot; null within a list, where nothing is left out. */
function canonicalJson(value: unknown, place: string | null): string {
  if (Array.isArray(value)) return `[${value.map((one) => canonicalJson(one, null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  let text = '';
  for (const name of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[name];
    const path = place === null || name.includes('.') ? null : place + name;
    if (member === undefined || (path !== null && LEFT_OUT.has(path))) continue;
    text += `${text && ','}${JSON.stringify(name)}:${canonicalJson(member, path === null ? null : `${path}.`)}`;
  }
  return `{${text}}`;
}
