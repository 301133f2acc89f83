import { asciiDigit } from './card-number.js';

/** How many times a text is decoded: `%2531` becomes `%31`, then `1`. */
const MAX_LAYERS = 3;
const BACKSLASH: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f', b: '\b', v: '\v' };
const LETTER = /[\p{L}\p{N}]/u;
const ASCII_LETTER = /[a-z]/i;
const HIGH_SURROGATE = /^[\ud800-\udbff]$/;

/** The kind of one decoded character: a digit (`0` to `9`), `a` for a letter, a space for any other. */
type Kind = string;

/**
 * The decoded characters of a text: percent-encoding, backslash escapes and numeric HTML entities decoded, then NFKC,
 * with every script's digits as ASCII. `from` and `to` are positions in the original text.
 */
export interface DecodedText {
  readonly characters: readonly string[];
  readonly kinds: readonly Kind[];
  readonly from: readonly number[];
  readonly to: readonly number[];
}

interface Units {
  characters: string[];
  from: number[];
  to: number[];
}

/**
 * The text itself, and the text after each layer of decoding. All of them are searched: in `4%4111` either a percent
 * sign separates digits, or `%41` is a letter. For the same reason each encoding is decoded with and without the
 * others.
 */
export function layersOf(text: string): DecodedText[] {
  const plain: Units = { characters: [], from: [], to: [] };
  let place = 0;
  for (const character of text) add(plain, character, place, (place += character.length));
  const layers = [withKinds(plain)];
  for (const starts of subsetsOf(Object.keys(SEQUENCES).filter((start) => text.includes(start)))) {
    let units: Units | null = plain;
    for (let layer = 0; layer < MAX_LAYERS && (units = decodeOnce(units, starts)); layer++)
      layers.push(withKinds(units));
  }
  return layers;
}

/** Without the empty one. */
function subsetsOf(all: readonly string[]): string[][] {
  return all.reduce<string[][]>((sets, one) => [...sets, [one], ...sets.map((set) => [...set, one])], []);
}

function add(units: Units, character: string, from: number, to: number): void {
  units.characters.push(character);
  units.from.push(from);
  units.to.push(to);
}

/** Decodes one layer of the sequences that begin with one of `starts`; returns null if there was none. */
function decodeOnce({ characters, from, to }: Units, starts: readonly string[]): Units | null {
  const result: Units = { characters: [], from: [], to: [] };
  for (let at = 0; at < characters.length;) {
    const start = characters[at] ?? '';
    const sequence = starts.includes(start) ? SEQUENCES[start]?.(characters, at) : null;
    const [character, length] = sequence ?? [start, 1];
    add(result, character, from[at] ?? 0, to[at + length - 1] ?? 0);
    at += length;
  }
  return result.characters.length === characters.length ? null : result;
}

/** Returns the character of an encoded sequence and the sequence's length. The key is how the sequence begins. */
const SEQUENCES: Readonly<
  Record<string, (characters: readonly string[], at: number) => readonly [string, number] | null>
> = { '%': percentAt, '\\': backslashAt, '&': entityAt };

/** UTF-8 in percent-encoding: the first byte determines how many follow. */
function percentAt(characters: readonly string[], at: number): readonly [string, number] | null {
  const first = Number.parseInt(characters.slice(at + 1, at + 3).join(''), 16);
  const bytes = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  const sequence = characters.slice(at, at + 3 * bytes).join('');
  if (!/^(%[\da-f]{2})+$/i.test(sequence)) return null;
  try {
    return [decodeURIComponent(sequence), sequence.length];
  } catch {
    return null;
  }
}

/** Escapes of JSON and of source code. Two escapes may be the halves of one character. */
function backslashAt(characters: readonly string[], at: number): readonly [string, number] | null {
  const found = escapeAt(characters, at);
  if (!found || !HIGH_SURROGATE.test(found[0])) return found;
  const low = escapeAt(characters, at + found[1]);
  return low ? [found[0] + low[0], found[1] + low[1]] : found;
}

function escapeAt(characters: readonly string[], at: number): readonly [string, number] | null {
  const next = characters[at + 1];
  if (characters[at] !== '\\' || next === undefined) return null;
  const digits = next === 'u' ? 4 : next === 'x' ? 2 : 0;
  // A backslash before a digit counts as a separator.
  if (digits === 0) return next >= '0' && next <= '9' ? null : [BACKSLASH[next] ?? next, 2];
  const hex = characters.slice(at + 2, at + 2 + digits).join('');
  if (hex.length !== digits || !/^[\da-f]+$/i.test(hex)) return null;
  return [String.fromCharCode(Number.parseInt(hex, 16)), 2 + digits];
}

function entityAt(characters: readonly string[], at: number): readonly [string, number] | null {
  const found = /^&(?:#(\d{1,7})|#x([\da-f]{1,6})|nbsp);/i.exec(characters.slice(at, at + 11).join(''));
  if (!found) return null;
  const [whole, decimal, hex] = found;
  const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : 0xa0;
  return code <= 0x10ffff ? [String.fromCodePoint(code), whole.length] : null;
}

function withKinds({ characters, from, to }: Units): DecodedText {
  const result = { characters: [] as string[], kinds: [] as Kind[], from: [] as number[], to: [] as number[] };
  for (const [at, character] of characters.entries()) {
    const plain = character < '\x80' ? character : character.normalize('NFKC');
    for (const one of plain) {
      add(result, one, from[at] ?? 0, to[at] ?? 0);
      result.kinds.push(kindOf(one));
    }
  }
  return result;
}

function kindOf(character: string): Kind {
  if (character < '\x80')
    return character >= '0' && character <= '9' ? character : ASCII_LETTER.test(character) ? 'a' : ' ';
  return asciiDigit(character) ?? (LETTER.test(character) ? 'a' : ' ');
}
