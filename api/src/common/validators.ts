import { ValidateBy, type ValidationOptions } from 'class-validator';
import { isCurrency } from './currency.js';

/** Beyond any payment, far below 2^53: sums over millions of rows stay exact in JavaScript as well. */
export const MAX_AMOUNT = 99_999_999_999;
const MAX_NOTES = 15;
const MAX_NOTE_LENGTH = 256;
const MAX_URL_LENGTH = 2048;
const LOOPBACK_HOST = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** The amount of an order, in the currency's minor unit. */
export function IsAmount(options?: ValidationOptions): PropertyDecorator {
  return minorUnits(100, '$property must be at least 100', options);
}

/** A part of an amount that is already known, as for a capture: 1 is enough. */
export function IsPartialAmount(
  tooSmall = '$property must be at least 1',
  options?: ValidationOptions,
): PropertyDecorator {
  return minorUnits(1, tooSmall, options);
}

function minorUnits(min: number, tooSmall: string, options?: ValidationOptions): PropertyDecorator {
  return rule('isMinorUnits', options, (value) => {
    if (!Number.isSafeInteger(value)) return "$property must be an integer in the currency's minor unit";
    if ((value as number) < min) return tooSmall;
    return (value as number) > MAX_AMOUNT ? `$property must be at most ${MAX_AMOUNT}` : null;
  });
}

/** A whole number within bounds; text such as "60" is none. */
export function IsWhole(min: number, max: number, options?: ValidationOptions): PropertyDecorator {
  return rule('isWhole', options, (value) =>
    Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max
      ? null
      : `$property must be an integer from ${min} to ${max}`,
  );
}

/** Text of `min` to `max` characters, counted as PostgreSQL counts them: an emoji is one. */
export function IsText(max: number, min = 0, options?: ValidationOptions): PropertyDecorator {
  return rule('isText', options, (value) => {
    if (typeof value !== 'string') return '$property must be a string';
    if (charactersIn(value) > max) return `$property must be at most ${max} characters long`;
    return charactersIn(value) < min ? `$property must be at least ${min} characters long` : null;
  });
}

export function IsCurrency(options?: ValidationOptions): PropertyDecorator {
  return rule('isCurrency', options, (value) =>
    isCurrency(value) ? null : '$property must be the code of an active currency in capitals, such as INR',
  );
}

/** Pairs of text that the merchant keeps with an object. */
export function IsNotes(options?: ValidationOptions): PropertyDecorator {
  return rule('isNotes', options, (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return '$property must be an object';
    const pairs = Object.entries(value);
    if (pairs.length > MAX_NOTES) return `$property must have at most ${MAX_NOTES} pairs`;
    if (pairs.some(([, text]) => typeof text !== 'string')) return '$property must hold strings only';
    return pairs.some((pair) => pair.some((text: string) => charactersIn(text) > MAX_NOTE_LENGTH))
      ? `keys and values of $property must be at most ${MAX_NOTE_LENGTH} characters long`
      : null;
  });
}

/** Where the shopper goes afterwards: https, or http on this machine while a shop is being built. */
export function IsReturnUrl(options?: ValidationOptions): PropertyDecorator {
  return rule('isReturnUrl', options, (value) =>
    isReturnUrl(value) ? null : '$property must be an https URL (http is allowed on localhost)',
  );
}

export function isReturnUrl(text: unknown): text is string {
  // Parsed by URL, blanks at the ends and tabs inside would be dropped, and what is stored would be another text.
  if (typeof text !== 'string' || text.length > MAX_URL_LENGTH || /[\s\\]/.test(text) || !URL.canParse(text))
    return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK_HOST.test(hostname));
}

/** Lengths that limit what is stored count characters, not UTF-16 units. */
export function charactersIn(text: string): number {
  return [...text].length;
}

/** A decorator from one function that says what is wrong, or null. */
export function rule(
  name: string,
  options: ValidationOptions | undefined,
  fault: (value: unknown) => string | null,
): PropertyDecorator {
  return ValidateBy(
    {
      name,
      validator: { validate: (value) => fault(value) === null, defaultMessage: (args) => fault(args?.value) ?? '' },
    },
    options,
  );
}
