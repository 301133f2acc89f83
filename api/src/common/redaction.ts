import { isLuhnValid } from './luhn.js';

const MASK = '[redacted]';

/** Fields whose value never stands in a log, whatever it looks like. Compared without case, `-` and `_`. */
const SECRET_FIELDS = new Set(
  (
    'cvv cvv2 cvc cvc2 securitycode pan cardnumber password currentpassword newpassword secret apisecret xapisecret ' +
    'clientsecret webhooksecret previoussecret encryptionkey sessionsecret authorization proxyauthorization cookie ' +
    'setcookie otp token sessiontoken accesstoken'
  ).split(' '),
);
/** Whether a line may hold anything at all; most do not, and then this is all that redaction costs. */
const SUSPICIOUS =
  /\d(?:[ -]?\d){12}|cvv|cvc|securit|card|pan"|pass|secret|whsec_|encryption|authoriz|bearer|basic|cookie|otp|token|:\/\/[^\s/]*@/i;

/** Thirteen digits or more, with single blanks or dashes between: what a card number hides in. */
const DIGITS = /\d(?:[ -]?\d){12,}/g;
/** No card is written in these groups, but one id in a hundred and fifty has a Luhn-valid stretch of digits. */
const UUID = /(\b[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}\b)/i;
const TEXT_PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\b(secret_(?:test|live)_|whsec_)[A-Za-z0-9+/=_-]+/g, `$1${MASK}`],
  [/\b(Basic|Bearer)\s+[A-Za-z0-9+/=._~-]{8,}/gi, `$1 ${MASK}`],
  [/(:\/\/[^\s:/@]*:)[^\s/@]+@/g, `$1${MASK}@`],
  [
    /\b(cvv2?|cvc2?|otp|pass(?:word|wd)|x-api-secret|api_?secret|authorization)(\\*["']?\s*[:=]\s*\\*["']?)(?!Basic|Bearer|\[redacted)[^\s"'\\,;&}]+/gi,
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

/** A JSON text without its secrets; one that can hold none is returned as it is. */
export function redactJson(json: string): string {
  return SUSPICIOUS.test(json) ? JSON.stringify(redactValue(JSON.parse(json))) : json;
}

/** A copy of the value without its secrets. */
export function redactValue(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'number') return Number.isInteger(value) ? maskNumber(value) : value;
  if (Array.isArray(value)) return value.map(redactValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [redactText(key), isSecret(key, child) ? MASK : redactValue(child)]),
  );
}

/** Text without what looks like a card number or a secret. */
export function redactText(text: string): string {
  let clean = text.split(UUID).map(maskBetweenIds).join('');
  for (const [pattern, replacement] of TEXT_PATTERNS) clean = clean.replace(pattern, replacement);
  return clean;
}

/** The pattern's one group makes `split` keep the ids, at the odd places. */
function maskBetweenIds(part: string, place: number): string {
  return place % 2 === 1 ? part : part.replace(DIGITS, maskCards);
}

function isSecret(key: string, value: unknown): boolean {
  return value !== null && value !== undefined && SECRET_FIELDS.has(key.toLowerCase().replace(/[-_]/g, ''));
}

function maskNumber(value: number): unknown {
  const text = String(value);
  const masked = redactText(text);
  return masked === text ? value : masked;
}

/**
 * Masks each card in a run of digits down to its last four. The run may hold more than the card (an expiry, a date,
 * another number), so every Luhn-valid stretch of 13 to 19 digits counts that stands between two gaps, and one with
 * a gap at one side only where no other explains the digits.
 */
function maskCards(run: string): string {
  const digits = run.replace(/[ -]/g, '');
  const gaps = new Set([0]);
  let seen = 0;
  for (const group of run.split(/[ -]/)) gaps.add((seen += group.length));
  // Marks per place, so that a long run costs no more than its length: whoever calls chooses how long it is.
  const certain = new Uint8Array(digits.length);
  const hidden = new Uint8Array(digits.length);
  const stretches = stretchesOf(digits);
  for (const sidesWithGap of [2, 1]) {
    for (const [start, end] of stretches) {
      if (Number(gaps.has(start)) + Number(gaps.has(end)) !== sidesWithGap) continue;
      if (sidesWithGap === 2) certain.fill(1, start, end);
      else if (certain.subarray(start, end).includes(1)) continue;
      hidden.fill(1, start, end - 4);
    }
  }
  let place = 0;
  return run.replace(/\d/g, (digit) => (hidden[place++] === 1 ? '*' : digit));
}

type Stretch = readonly [start: number, end: number];

function stretchesOf(digits: string): Stretch[] {
  const stretches: Stretch[] = [];
  for (let start = 0; start + 13 <= digits.length; start++) {
    for (let end = start + 13; end <= Math.min(start + 19, digits.length); end++) {
      if (isLuhnValid(digits.slice(start, end))) stretches.push([start, end]);
    }
  }
  return stretches;
}
