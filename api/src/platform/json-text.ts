/** The value of a JSON text from outside; undefined if it is no JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The text of a JSON object with one more field at its end. The object must not be empty. */
export const withField = (object: string, name: string, value: unknown): string =>
  `${object.slice(0, -1)},"${name}":${JSON.stringify(value)}}`;
