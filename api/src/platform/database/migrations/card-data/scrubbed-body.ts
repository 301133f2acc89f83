import { redactText, redactValue } from '../../../secrets/redaction.js';

/** A number field of a truncated body, which cannot be parsed as JSON. */
const NUMBER_FIELD = /("(?:card_?)?number\\*"\s*:\s*)(?:"[^"]*"?|\d+)/gi;

/** A recorded body without card data: redacted as JSON, or as text if it was truncated. */
export function scrubbedBody(body: string): string {
  try {
    return JSON.stringify(redactValue(JSON.parse(body)));
  } catch {
    return redactText(body.replace(NUMBER_FIELD, '$1"[redacted]"'));
  }
}
