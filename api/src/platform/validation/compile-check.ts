import { getMetadataStorage, type ValidationArguments } from 'class-validator';
import { ApiError } from '../errors/api-error.js';
import { type ErrorReason, isErrorReason } from '../errors/error-reasons.js';

/** One decorator of one field. The library declares `groups` as required, but it may be absent. */
export type Rule = Omit<
  ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number],
  'groups'
> & {
  groups?: string[];
};

type Dto = Record<string, unknown>;
/** Throws an ApiError if the value is not valid. */
export type Check = (dto: Dto, value: unknown) => void;

/** Chooses the error's reason from the value, for a rule with several reasons. */
export type ReasonOf = (value: unknown, dto: Dto) => ErrorReason;

/** Compiles one decorator of one field. `context: { reason }` is the reason of its error, or a {@link ReasonOf}. */
export function compileCheck(rule: Rule, dtoClass: { name: string }, field: string): Check {
  const where = `${dtoClass.name}.${rule.propertyName}`;
  const reasonOf = reasonFor(rule.context, where);
  const validators = getMetadataStorage().getTargetValidatorConstraints(rule.constraintCls);
  if (validators.some((validator) => validator.async)) throw new Error(`${where}: an async validator is not supported`);
  // The value may be a card number or a password, so it is never quoted.
  if (typeof rule.message === 'string' && rule.message.includes('$value')) {
    throw new Error(`${where}: a message must not quote the value`);
  }
  const instances = validators.map((validator) => validator.instance);
  const argumentsFor = (object: Dto, value: unknown): ValidationArguments => ({
    targetName: dtoClass.name,
    property: rule.propertyName,
    constraints: rule.constraints,
    object,
    value,
  });

  const checkOne = (dto: Dto, value: unknown, at: string): void => {
    const args = argumentsFor(dto, value);
    for (const validator of instances) {
      // Compared with true, since a promise is truthy.
      if (validator.validate(value, args) === true) continue;
      const description = describe(rule.message || validator.defaultMessage?.(args), args, field);
      throw new ApiError(reasonOf(value, dto), description, { field: at });
    }
  };

  return (dto, value) => {
    if (rule.validateIf && !rule.validateIf(dto, value)) return;
    if (!rule.each) return checkOne(dto, value, field);
    if (!Array.isArray(value)) throw new ApiError('invalid_parameter', `${field} must be an array`, { field });
    value.forEach((item, index) => checkOne(dto, item, `${field}.${index}`));
  };
}

function describe(message: Rule['message'] | undefined, args: ValidationArguments, field: string): string {
  let text = (typeof message === 'function' ? message(args) : message) || '$property is not valid';
  args.constraints?.forEach((constraint: unknown, index) => {
    const shown = Array.isArray(constraint) ? constraint.join(', ') : String(constraint);
    text = text.replaceAll(`$constraint${index + 1}`, () => shown);
  });
  return text.replaceAll('$property', () => field);
}

function reasonFor(context: unknown, where: string): ReasonOf {
  if (typeof context !== 'object' || context === null || !('reason' in context)) return commonReason;
  const { reason } = context;
  if (typeof reason === 'function') return reason as ReasonOf;
  if (!isErrorReason(reason)) throw new Error(`${where}: ${String(reason)} is not a reason of an error`);
  return () => reason;
}

export const commonReason = (value: unknown): ErrorReason =>
  value === undefined || value === null ? 'missing_parameter' : 'invalid_parameter';
