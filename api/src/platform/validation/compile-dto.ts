import 'reflect-metadata';
import { getMetadataStorage } from 'class-validator';
import { holdsCardNumber } from '@payment-gateway/sdk/card-text';
import { ApiError } from '../errors/api-error.js';
import { loggableFields } from '../telemetry/loggable.js';
import { type Check, commonReason, compileCheck, type Rule } from './compile-check.js';
import { unknownParameter } from './parameter-names.js';
import { readerOf } from './read-as.js';

export type Dto = Record<string, unknown>;
export type DtoClass = new () => object;
/** Builds the DTO from the input: known fields only, all checked. Throws an ApiError that names the first invalid field. */
export type Compiled = (input: unknown, source?: 'body' | 'query') => Dto;

interface Field {
  name: string;
  read: ((value: unknown) => unknown) | undefined;
  /** `null` counts as absent, and absent needs no check. */
  optional: boolean;
  conditions: ((dto: Dto, value: unknown) => boolean)[];
  checks: Check[];
  nested: ((value: unknown) => unknown) | undefined;
  /** The field's path, if logs and rows record its text unchanged: then card numbers in it are rejected. */
  recordedAs: string | undefined;
}

/**
 * Compiles class-validator's decorators to a function once; the library itself looks up every rule for each request.
 * Unsupported features (groups, promises) fail here, at boot, so that they are never ignored silently.
 */
export function compileDto(dtoClass: DtoClass, path = ''): Compiled {
  const byName = new Map<string, Rule[]>();
  for (const rule of getMetadataStorage().getTargetValidationMetadatas(dtoClass, '', false, false)) {
    byName.set(rule.propertyName, [...(byName.get(rule.propertyName) ?? []), rule]);
  }
  const fields = [...byName].map(([name, rules]) => compileField(dtoClass, name, rules, path));
  const names = fields.map(({ name }) => name);
  return (input, source = 'body') => {
    const given = isEmptyArray(input) ? {} : input;
    if (typeof given !== 'object' || given === null || Array.isArray(given)) {
      const what = path === '' ? 'The request body' : path.slice(0, -1);
      const field = path.slice(0, -1) || undefined;
      throw new ApiError(commonReason(given), `${what} must be an object`, { field });
    }
    // All fields are set before any check runs, since the condition of one field may read another.
    const dto = new dtoClass() as Dto;
    let known = 0;
    for (const field of fields) if (take(field, given as Dto, dto, source)) known++;
    // Comparing the counts is enough; names are compared only for the error.
    if (Object.keys(given).length !== known) {
      throw unknownParameter(
        Object.keys(given).find((name) => !names.includes(name))!,
        names,
        path,
      );
    }
    for (const field of fields) check(field, dto);
    return dto;
  };
}

/** PHP writes an empty map as an empty array. */
export const isEmptyArray = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** True if the input has the field. In a query, an empty value counts as absent (`?status=&event=`). */
function take({ name, read, optional }: Field, input: Dto, dto: Dto, source: 'body' | 'query'): boolean {
  if (!Object.hasOwn(input, name)) return false;
  const value = input[name];
  if (source === 'query') {
    if (value === '') return true;
    if (Array.isArray(value)) {
      throw new ApiError('repeated_parameter', `${name} must be given only once`, { field: name });
    }
  }
  if (value === undefined || (value === null && optional)) return true;
  dto[name] = read ? read(value) : value;
  return true;
}

function check({ name, optional, conditions, checks, nested, recordedAs }: Field, dto: Dto): void {
  const value = dto[name];
  if (optional && (value === undefined || value === null)) return;
  for (const applies of conditions) {
    if (applies(dto, value)) continue;
    // Unchecked values are dropped. `null` stays: it holds no data and may mean "clear this field".
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
  // Decorators run from the bottom up, so they are reversed to check in the written order.
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
        if (rule.each) {
          field.nested = compileList(itemClass(dtoClass, name, unsupported), path + name);
          break;
        }
        field.recordedAs = undefined; // its own fields have their own
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

/** A list of objects, whose length another rule bounds. Errors name the place: `line_items.0.amount`. */
function compileList(item: DtoClass, path: string): (value: unknown) => Dto[] {
  const places: Compiled[] = [];
  return (value) =>
    (value as unknown[]).map((one, place) => (places[place] ??= compileDto(item, `${path}.${place}.`))(one));
}

function refuseCardNumber(value: unknown, field: string): void {
  const texts = [...textsIn(value), ...numbersWithin(value)];
  const values = textsIn(value, false);
  if (!texts.some(holdsCardNumber) && !(values.length > 1 && holdsCardNumber(values.join(' ')))) return;
  const description =
    `${field} must not hold a card number. If this is another number, put letters directly before it, ` +
    'such as ORD in front of the first digit';
  throw new ApiError('card_number_in_text', description, { field });
}

/** The texts of a value, with or without the names of its fields. */
function textsIn(value: unknown, named = true): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap((one) => textsIn(one, named));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, child]) => [...(named ? [name] : []), ...textsIn(child, named)]);
}

/** The numbers of a list or an object. A field that is a number itself has bounds of its own. */
function numbersWithin(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((child) => (typeof child === 'number' ? [String(child)] : numbersWithin(child)));
}

function nestedClass(dtoClass: DtoClass, name: string, unsupported: (what: string) => Error): DtoClass {
  const type: unknown = Reflect.getMetadata('design:type', dtoClass.prototype as object, name);
  if (typeof type !== 'function' || type === Object || type === Array) throw unsupported('nesting without a class');
  return type as DtoClass;
}

const ITEMS = Symbol('items');

/** The field is a list of objects of this class: with IsArray, ArrayMaxSize and `ValidateNested({ each: true })`. */
export const ItemsOf = (item: () => DtoClass): PropertyDecorator => Reflect.metadata(ITEMS, item);

function itemClass(dtoClass: DtoClass, name: string, unsupported: (what: string) => Error): DtoClass {
  const item = Reflect.getMetadata(ITEMS, dtoClass.prototype as object, name) as (() => DtoClass) | undefined;
  if (!item) throw unsupported('an array of objects without @ItemsOf()');
  return item();
}
