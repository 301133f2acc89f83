import 'reflect-metadata';

const READER = Symbol('reader');
type Reader = (value: unknown) => unknown;

/**
 * How a field is read from what arrived, before it is checked. A value that cannot be read is returned as it is,
 * for the check to refuse.
 */
export function ReadAs(read: Reader): PropertyDecorator {
  return (target, property) => Reflect.defineMetadata(READER, read, target, property);
}

export function readerOf(dtoClass: { prototype: unknown }, property: string): Reader | undefined {
  return Reflect.getMetadata(READER, dtoClass.prototype as object, property) as Reader | undefined;
}
