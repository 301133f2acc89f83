import 'reflect-metadata';

const READER = Symbol('reader');
type Reader = (value: unknown) => unknown;

/**
 * Converts a field's input before it is checked. A value that cannot be converted is returned unchanged, so that the check
 * rejects it.
 */
export function ReadAs(read: Reader): PropertyDecorator {
  return (target, property) => Reflect.defineMetadata(READER, read, target, property);
}

export function readerOf(dtoClass: { prototype: unknown }, property: string): Reader | undefined {
  return Reflect.getMetadata(READER, dtoClass.prototype as object, property) as Reader | undefined;
}
