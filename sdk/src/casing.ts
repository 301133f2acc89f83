import { OPEN_MAPS } from './generated/contract.js';

type CamelKey<K extends string> = K extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<CamelKey<Tail>>}` : K;

/** A wire type with camelCase keys. Maps whose keys are the user's own (`notes`) stay as they are. */
export type Camel<T> = T extends readonly (infer Item)[]
  ? Camel<Item>[]
  : T extends object
    ? string extends keyof T
      ? T
      : { [K in keyof T as K extends string ? CamelKey<K> : K]: Camel<T[K]> }
    : T;

const camelKey = (key: string) => key.replace(/_[a-z0-9]/g, (match) => match.slice(1).toUpperCase());
const snakeKey = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const isOpenMap = (wireKey: string) => (OPEN_MAPS as readonly string[]).includes(wireKey);

export const toCamel = (value: unknown): unknown => renamed(value, camelKey, isOpenMap);
export const toSnake = (value: unknown): unknown => renamed(value, snakeKey, (key) => isOpenMap(snakeKey(key)));

function renamed(value: unknown, rename: (key: string) => string, keeps: (key: string) => boolean): unknown {
  if (Array.isArray(value)) return (value as unknown[]).map((item) => renamed(item, rename, keeps));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as Record<string, unknown>).map(([key, inner]) => [
    rename(key),
    keeps(key) ? inner : renamed(inner, rename, keeps),
  ]);
  return Object.fromEntries(entries) as unknown;
}
