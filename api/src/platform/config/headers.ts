/** Reads `name=value,other=value`, the values percent-encoded: the form of OTEL_EXPORTER_OTLP_HEADERS. */
export function parseHeaders(text: string): Record<string, string> {
  const pairs = text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part): [string, string] => {
      const [, name = '', value = ''] = /^([\w!#$%&'*+.^`|~-]+)\s*=\s*(.*)$/.exec(part) ?? [];
      if (name === '') throw new Error('must be name=value, comma separated');
      return [name, decodeURIComponent(value)];
    });
  return Object.fromEntries(pairs);
}
