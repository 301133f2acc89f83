import { applyDecorators } from '@nestjs/common';
import { ValidateBy, ValidateIf, type ValidationOptions } from 'class-validator';
import { type AmountLimits, amountLimitsOf, isCurrency, MAX_AMOUNT } from '../currency.js';
import type { ErrorReason } from '../errors/error-reasons.js';
import { commonReason } from './compile-check.js';
import { ReadAs } from './read-as.js';
import { returnUrlFault } from './return-url.js';

/** The amount of an order in the minor unit of its `currency`, INR if it names none. */
export function IsAmount(): PropertyDecorator {
  return minorUnits((dto) => amountLimitsOf((dto as { currency?: string } | undefined)?.currency ?? 'INR'));
}

/** A part of an amount that is already known, as for a capture: 1 is enough. */
export function IsPartialAmount(tooSmall?: string): PropertyDecorator {
  return minorUnits(() => ({ minimum: 1, maximum: MAX_AMOUNT }), tooSmall);
}

function minorUnits(limitsFor: (dto: unknown) => AmountLimits, tooSmall?: string): PropertyDecorator {
  const reason = (value: unknown, dto: unknown): ErrorReason => {
    if (isTooSmall(value, limitsFor(dto))) return 'amount_too_small';
    return Number.isSafeInteger(value) ? 'amount_too_large' : commonReason(value);
  };
  return rule('isMinorUnits', { context: { reason } }, (value, dto) => {
    const limits = limitsFor(dto);
    if (isTooSmall(value, limits)) return tooSmall ?? `$property must be at least ${limits.minimum}`;
    if (!Number.isSafeInteger(value)) return "$property must be an integer in the currency's minor unit";
    return (value as number) > limits.maximum ? `$property must be at most ${limits.maximum}` : null;
  });
}

/** True for fractions as well, so that 0.5 is reported as too small. */
const isTooSmall = (value: unknown, { minimum }: AmountLimits) => typeof value === 'number' && value < minimum;

/** A whole number within bounds; text such as "60" is rejected. */
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

export function IsCurrency(): PropertyDecorator {
  return rule('isCurrency', { context: { reason: 'currency_not_supported' satisfies ErrorReason } }, (value) =>
    isCurrency(value) ? null : '$property must be the code of an active currency in capitals, such as INR',
  );
}

/** On PATCH null means "clear it", and absent "leave it". */
export const IfGiven = () => ValidateIf((_, value) => value !== null && value !== undefined);

/** Any JSON object that the merchant keeps with its order. PHP writes an empty one as an empty array. */
export function IsNotes(options?: ValidationOptions): PropertyDecorator {
  const read = ReadAs((value) => (Array.isArray(value) && value.length === 0 ? {} : value));
  const valid = rule('isNotes', options, (value) => {
    return typeof value !== 'object' || value === null || Array.isArray(value) ? '$property must be an object' : null;
  });
  return applyDecorators(read, valid);
}

/** A return URL by the rules of test merchants; the service checks the stricter rules of live merchants. */
export function IsReturnUrl(options?: ValidationOptions): PropertyDecorator {
  return rule('isReturnUrl', options, (value) => {
    const fault = returnUrlFault(value, 'test');
    return fault && `$property ${fault}`;
  });
}

/** Length in characters, as PostgreSQL counts, not in UTF-16 units. */
export function charactersIn(text: string): number {
  return [...text].length;
}

/** Builds a decorator from a function that returns the fault, or null. */
export function rule(
  name: string,
  options: ValidationOptions | undefined,
  fault: (value: unknown, dto: unknown) => string | null,
): PropertyDecorator {
  return ValidateBy(
    {
      name,
      validator: {
        validate: (value, args) => fault(value, args?.object) === null,
        defaultMessage: (args) => fault(args?.value, args?.object) ?? '',
      },
    },
    options,
  );
}
