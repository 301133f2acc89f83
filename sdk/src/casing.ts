import { OPEN_MAPS } from './generated/contract.js';

const camelKey = (key: string) => key.replace(/_[a-z0-9]/g, (match) => match.slice(1).toUpperCase());
const snakeKey = (key: string) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const isOpenMap = (wireKey: string) => (OPEN_MAPS as readonly string[]).includes(wireKey);

/** By its class name, so that a Date of another realm (a test runner's, a frame's) counts as well. */
export const isDate = (value: unknown): value is Date => Object.prototype.toString.call(value) === '[object Date]';

/** Keys of maps that belong to the caller (`notes`) stay as they are. */
export const toCamel = (value: unknown): unknown => renamed(value, camelKey, isOpenMap);
/** A Date stays a Date: the transport serialises it, differently in a query and in a body. */
export const toSnake = (value: unknown): unknown => renamed(value, snakeKey, (key) => isOpenMap(snakeKey(key)));

function renamed(value: unknown, rename: (key: string) => string, keeps: (key: string) => boolean): unknown {
  if (Array.isArray(value)) return (value as unknown[]).map((item) => renamed(item, rename, keeps));
  if (typeof value !== 'object' || value === null || isDate(value)) return value;
  const entries = Object.entries(value as Record<string, unknown>).map(([key, inner]) => [
    rename(key),
    keeps(key) ? inner : renamed(inner, rename, keeps),
  ]);
  return Object.fromEntries(entries) as unknown;
}
