import { holdsCardNumber, maskCardNumbers, mayHoldCardNumber } from '@payment-gateway/sdk/card-text';
import { CARD_NETWORKS, detectCardNetwork, parseCardNumber } from '@payment-gateway/sdk/validators';
import { kindOfField } from './secret-fields.js';

const MASK = '[redacted]';
const HAS_DIGIT = /\p{N}/u;

/** Whether a line may hold a secret. Most do not, and then this and the scan for digits are the whole cost of redaction. */
const SUSPICIOUS =
  /cv[vcnd]|cav2?\W|csc|securit|verification|card|cc[_-]?n|pass|pwd|secret|whsec_|rtsec_|encryption|private|authoriz|bearer|basic|cookie|otp|token|track[12]|(?:cid|pin|pan|ccn|cc)[\\"' ]*[:=_-]|:\/\/[^\s/]*@/i;

const TEXT_PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\b(secret_(?:test|live)_|whsec_|rtsec_)[A-Za-z0-9+/=_-]+/g, `$1${MASK}`],
  [/\b(Basic|Bearer)\s+[A-Za-z0-9+/=._~-]{8,}/gi, `$1 ${MASK}`],
  [/(:\/\/[^\s:/@]*:)[^\s/@]+@/g, `$1${MASK}@`],
  [
    /(cvv2?|cvc2?|cvn2?|security[ _-]?code|passw(?:or)?d|passphrase|passcode|secret|(?:\b|_)(?:cvd|csc|cid|m?pin|pan|pwd|pass|t?otp|token|authorization))(\\*["']?\s*[:=]\s*\\*["']?)(?!Basic|Bearer|\[redacted)[^\s"'\\,;&}]+/gi,
    `$1$2${MASK}`,
  ],
];

/** One line of the log, a JSON object, without card numbers, CVVs, passwords and secrets. */
export function redactLine(line: string): string {
  try {
    const clean = redactJson(line);
    return clean === line ? line : `${clean}\n`;
  } catch {
    return redactText(line);
  }
}

/** A JSON text without its secrets; returned unchanged if it cannot hold any. */
export function redactJson(json: string): string {
  return SUSPICIOUS.test(json) || mayHoldCardNumber(json) ? JSON.stringify(redactValue(JSON.parse(json))) : json;
}

/** A copy of the value without its secrets. */
export function redactValue(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'number') return Number.isInteger(value) ? maskNumber(value) : value;
  if (Array.isArray(value)) return redactList(value);
  if (typeof value !== 'object' || value === null) return value;
  return redactObject(value);
}

/** The text without anything that looks like a card number or a secret. */
export function redactText(text: string): string {
  let clean = maskCardNumbers(text);
  if (!SUSPICIOUS.test(clean)) return clean;
  for (const [pattern, replacement] of TEXT_PATTERNS) clean = clean.replace(pattern, replacement);
  return clean;
}

/** The loggable part of a card: network and last four digits, or neither if the number is not valid. */
export function reduceCard(card: unknown): unknown {
  if (card === null || card === undefined) return card;
  const { number, network, last4 } = (typeof card === 'object' ? card : { number: card }) as Record<string, unknown>;
  if (
    number === undefined &&
    typeof last4 === 'string' &&
    /^\d{4}$/.test(last4) &&
    Object.hasOwn(CARD_NETWORKS, String(network))
  )
    return { network, last4 }; // already reduced
  const digits = typeof number === 'string' || typeof number === 'number' ? parseCardNumber(String(number)) : null;
  return digits === null
    ? { network: 'unknown', last4: null }
    : { network: detectCardNetwork(digits), last4: digits.slice(-4) };
}

function redactField(name: string, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  switch (kindOfField(name)) {
    case 'secret':
      return MASK;
    case 'card':
      return Array.isArray(value) ? value.map(reduceCard) : reduceCard(value);
    default:
      return redactValue(value);
  }
}

/** A card number may be split over several fields. */
function redactObject(value: object): object {
  const entries = Object.entries(value);
  const clean = entries.map(([name, child]) => [redactText(name), redactField(name, child)] as const);
  const joined = entries.map(([, child]) => (typeof child === 'string' ? child : '')).join(' ');
  if (!holdsCardNumber(joined)) return Object.fromEntries(clean);
  return Object.fromEntries(
    clean.map(([name, child], place) => [
      name,
      child === entries[place]?.[1] && HAS_DIGIT.test(String(child)) ? MASK : child,
    ]),
  );
}

/** A card number may be split over the elements, also of nested lists. */
function redactList(list: readonly unknown[]): unknown[] {
  const joined = list.flat(Infinity).filter((one) => typeof one === 'string' || typeof one === 'number');
  const text = joined.join(' ');
  return maskCardNumbers(text) === text ? list.map(redactValue) : list.map(redactPart);
}

function redactPart(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(redactPart);
  const clean = redactValue(part);
  return clean === part && HAS_DIGIT.test(String(part)) ? MASK : clean;
}

function maskNumber(value: number): unknown {
  const text = String(value);
  const masked = maskCardNumbers(text);
  return masked === text ? value : masked;
}
