import { createHash, randomInt } from 'node:crypto';

const CODES = 10;
/** Without characters that are read wrongly: 0 and o, 1, i and l. */
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';
const GROUPS = 4;
const GROUP_LENGTH = 4;

/** Ten codes of about 79 bits, in groups: `k7mq-…`. */
export const newRecoveryCodes = (): string[] => Array.from({ length: CODES }, newCode);

function newCode(): string {
  const group = () => Array.from({ length: GROUP_LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

/** The code as people type it, without spaces, dashes and capitals; null if it cannot be a recovery code. */
export function readRecoveryCode(typed: string): string | null {
  const code = typed.replace(/[\s-]/g, '').toLowerCase();
  const isCode = code.length === GROUPS * GROUP_LENGTH && [...code].every((letter) => ALPHABET.includes(letter));
  return isCode ? code : null;
}

/** A fast hash is enough: a code has too many bits to be guessed. */
export const hashRecoveryCode = (userId: string, code: string): Buffer =>
  createHash('sha256')
    .update(`${userId} ${code.replaceAll('-', '')}`)
    .digest();
