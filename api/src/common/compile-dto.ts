import 'reflect-metadata';
import { getMetadataStorage } from 'class-validator';
import { holdsCardNumber } from '@payment-gateway/sdk/card-text';
import { ApiError } from './api-error.js';
import { type Check, compileCheck, type Rule } from './compile-check.js';
import { loggableFields } from './loggable.js';
import { readerOf } from './read-as.js';

export type Dto = Record<string, unknown>;
export type DtoClass = new () => object;
/** Makes a DTO of what arrived: known fields only, every check passed, or an ApiError that names the first bad field. */
export type Compiled = (input: unknown) => Dto;

interface Field {
  name: string;
  read: ((value: unknown) => unknown) | undefined;
  /** `null` counts as absent, and absent needs no check. */
  optional: boolean;
  conditions: ((dto: Dto, value: unknown) => boolean)[];
  checks: Check[];
  nested: Compiled | undefined;
  /** Where its text stands as it arrived in logs and rows: a card number in it is refused under this name. */
  recordedAs: string | undefined;
}

/**
 * Reads class-validator's decorators once and makes a plain function of them; the library itself would look every
 * rule up again for each request. What it does not cover (groups, promises, arrays of objects) is refused here, at
 * boot, and not passed over later.
 */
export function compileDto(dtoClass: DtoClass, path = ''): Compiled {
  const byName = new Map<string, Rule[]>();
  for (const rule of getMetadataStorage().getTargetValidationMetadatas(dtoClass, '', false, false)) {
    byName.set(rule.propertyName, [...(byName.get(rule.propertyName) ?? []), rule]);
  }
  const fields = [...byName].map(([name, rules]) => compileField(dtoClass, name, rules, path));
  return (input) => {
    if (typeof input !== 'object' || input === null || Array.isArray(input)) {
      const what = path === '' ? 'The request body' : path.slice(0, -1);
      throw new ApiError('BAD_REQUEST_ERROR', `${what} must be an object`, { field: path.slice(0, -1) || undefined });
    }
    // Filled before any check runs: the condition of one field may look at another.
    const dto = new dtoClass() as Dto;
    for (const field of fields) take(field, input as Dto, dto);
    for (const field of fields) check(field, dto);
    return dto;
  };
}

function take({ name, read, optional }: Field, input: Dto, dto: Dto): void {
  if (!Object.hasOwn(input, name)) return;
  const value = input[name];
  if (value === undefined || (value === null && optional)) return;
  dto[name] = read ? read(value) : value;
}

function check({ name, optional, conditions, checks, nested, recordedAs }: Field, dto: Dto): void {
  const value = dto[name];
  if (optional && (value === undefined || value === null)) return;
  for (const applies of conditions) {
    if (applies(dto, value)) continue;
    // What was not checked must not get through; `null` is nothing, and may mean "clear it".
    if (value !== null) dto[name] = undefined;
    return;
  }
  for (const each of checks) each(dto, value);
  if (recordedAs !== undefined) refuseCardNumber(value, recordedAs);
  if (nested) dto[name] = nested(value);
}

function compileField(dtoClass: DtoClass, name: string, rules: Rule[], path: string): Field {
  const unsupported = (what: string): Error => new Error(`${dtoClass.name}.${name}: ${what} is not supported`);
  const field: Field = {
    name,
    read: readerOf(dtoClass, name),
    optional: false,
    conditions: [],
    checks: [],
    nested: undefined,
    recordedAs: loggableFields(dtoClass.prototype as object).has(name) ? path + name : undefined,
  };
  // Decorators run from the bottom up: reversed, the checks run in the order in which they are written.
  for (const rule of [...rules].reverse()) {
    if (rule.groups?.length) throw unsupported('a validation group');
    switch (rule.type) {
      case 'customValidation':
        field.checks.push(compileCheck(rule, dtoClass, path + name));
        break;
      case 'conditionalValidation':
        if (rule.name === 'isOptional') field.optional = true;
        else field.conditions.push(rule.constraints[0] as Field['conditions'][number]);
        break;
      case 'nestedValidation':
        if (rule.each) throw unsupported('an array of objects');
        field.recordedAs = undefined; // its own fields say what is recorded of it
        field.nested = compileDto(nestedClass(dtoClass, name, unsupported), `${path}${name}.`);
        break;
      case 'whitelistValidation':
        break;
      default:
        throw unsupported(rule.type);
    }
  }
  return field;
}

function refuseCardNumber(value: unknown, field: string): void {
  const texts = textsIn(value);
  const values = textsIn(value, false);
  if (!texts.some(holdsCardNumber) && !(values.length > 1 && holdsCardNumber(values.join(' ')))) return;
  const description =
    `${field} must not hold a card number. If this is another number, put letters directly before it, ` +
    'such as ORD in front of the first digit';
  throw new ApiError('BAD_REQUEST_ERROR', description, { field });
}

/** The texts of a value, with or without the names of its fields. */
function textsIn(value: unknown, named = true): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap((one) => textsIn(one, named));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, child]) => [...(named ? [name] : []), ...textsIn(child, named)]);
}

function nestedClass(dtoClass: DtoClass, name: string, unsupported: (what: string) => Error): DtoClass {
  const type: unknown = Reflect.getMetadata('design:type', dtoClass.prototype as object, name);
  if (typeof type !== 'function' || type === Object || type === Array) throw unsupported('nesting without a class');
  return type as DtoClass;
}
