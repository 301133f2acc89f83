import { redactText, redactValue } from '../../../secrets/redaction.js';

/** A number field of a body that was cut off, where no JSON says what it belongs to. */
const NUMBER_FIELD = /("(?:card_?)?number\\*"\s*:\s*)(?:"[^"]*"?|\d+)/gi;

/** A recorded body without card data: as JSON where it is whole, as text where it was cut off. */
export function scrubbedBody(body: string): string {
  try {
    return JSON.stringify(redactValue(JSON.parse(body)));
  } catch {
    return redactText(body.replace(NUMBER_FIELD, '$1"[redacted]"'));
  }
}
