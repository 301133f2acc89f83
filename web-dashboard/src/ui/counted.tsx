import { countOf } from '../lib/format';
import { Load } from './load';

/** The API counts to here. */
const MAX_COUNTED = 10_000;

/** `9 payments`; from ten thousand on `10,000+ payments`. */
export const countWords = (count: number, one: string, more: string) =>
  `${countOf(count)}${count >= MAX_COUNTED ? '+' : ''} ${count === 1 ? one : more}`;

/** How many rows a list has, and what they are; `otherwise` until it is known, and if it is not. */
export function Counted({
  of,
  one,
  more,
  filtered,
  about,
  otherwise,
}: {
  of: PromiseLike<{ total?: number }>;
  one: string;
  more: string;
  filtered: boolean;
  /** Follows the number of all rows. */
  about: string;
  otherwise: string;
}) {
  const total = of.then(
    (page) => page.total,
    () => undefined, // the list itself shows the error
  );
  return (
    <Load from={total} skeleton={otherwise}>
      {(count) => {
        if (!count) return otherwise;
        const words = countWords(count, one, more);
        return filtered ? `${words} found.` : `${words}${about}`;
      }}
    </Load>
  );
}
