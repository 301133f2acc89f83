/** Headers as lines of `name: value`. */
export const headersText = (headers: object) =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join('\n');
