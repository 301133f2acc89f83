import { randomUUID } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** OWASP's first choice: 19 MiB, two passes, one lane. The numbers stand in each hash, so they can grow later. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const MIN_PASSWORD_LENGTH = 12;
/** Longer ones would only cost time. */
export const MAX_PASSWORD_LENGTH = 256;

/** argon2id is what the library does unless told otherwise. */
export const hashPassword = (password: string): Promise<string> => hash(password, COST);

/** A hash that no password has: an unknown account takes as long as a wrong password. */
let decoyHash: Promise<string> | undefined;

export async function isPassword(password: string, stored: string | undefined): Promise<boolean> {
  decoyHash ??= hashPassword(randomUUID());
  // A locked account holds text that is no hash at all: it must take as long as any other.
  const isHash = stored?.startsWith('$argon2id$') ?? false;
  const right = await verify(isHash && stored ? stored : await decoyHash, password);
  return isHash && right;
}
