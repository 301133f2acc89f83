/**
 * Paths that are not part of a fingerprint: the card's CVV must not be stored in any form, and the key may be sent in the
 * header instead. A field of the same name elsewhere, such as `notes.cvv`, is part of it.
 */
const EXCLUDED = new Set(['card.cvv', 'card.cvc', 'payment_method_data.card.cvc', 'idempotency_key']);

/** Equal for equal requests: method, path, and the body with sorted keys. */
export function canonicalRequest(method: string, path: string, body: unknown): string {
  return `${method} ${path}\n${canonicalJson(body ?? {}, '')}`;
}

/** `parent` is the path of an object in the body, with a dot at its end; null within a list, where nothing is left out. */
function canonicalJson(value: unknown, parent: string | null): string {
  if (Array.isArray(value)) return `[${value.map((one) => canonicalJson(one, null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  let text = '';
  for (const name of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[name];
    const path = parent === null || name.includes('.') ? null : parent + name;
    if (member === undefined || (path !== null && EXCLUDED.has(path))) continue;
    text += `${text && ','}${JSON.stringify(name)}:${canonicalJson(member, path === null ? null : `${path}.`)}`;
  }
  return `{${text}}`;
}
