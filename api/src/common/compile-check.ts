import { getMetadataStorage, type ValidationArguments } from 'class-validator';
import { ApiError, type ErrorCode, isErrorCode } from './api-error.js';

/** One decorator of one field. The library's type says that `groups` is always there: it is not. */
export type Rule = Omit<
  ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number],
  'groups'
> & {
  groups?: string[];
};

type Dto = Record<string, unknown>;
/** Throws an ApiError where the value does not hold. */
export type Check = (dto: Dto, value: unknown) => void;

/** One decorator of one field as a function. `context: { code }` chooses the error's code. */
export function compileCheck(rule: Rule, dtoClass: { name: string }, field: string): Check {
  const where = `${dtoClass.name}.${rule.propertyName}`;
  const code = codeOf(rule.context, where);
  const validators = getMetadataStorage().getTargetValidatorConstraints(rule.constraintCls);
  if (validators.some((validator) => validator.async)) throw new Error(`${where}: an async validator is not supported`);
  // What was sent may be a card number or a password: it is never quoted back.
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
      // Compared with true: a promise that slipped in would count as yes.
      if (validator.validate(value, args) === true) continue;
      throw new ApiError(code, describe(rule.message || validator.defaultMessage?.(args), args, field), { field: at });
    }
  };

  return (dto, value) => {
    if (rule.validateIf && !rule.validateIf(dto, value)) return;
    if (!rule.each) return checkOne(dto, value, field);
    if (!Array.isArray(value)) throw new ApiError('BAD_REQUEST_ERROR', `${field} must be an array`, { field });
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

function codeOf(context: unknown, where: string): ErrorCode {
  if (typeof context !== 'object' || context === null || !('code' in context)) return 'BAD_REQUEST_ERROR';
  if (!isErrorCode(context.code)) throw new Error(`${where}: ${String(context.code)} is not an error code`);
  return context.code;
}
