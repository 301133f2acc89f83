import { randomUUID } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/**
 * OWASP's first recommendation: 19 MiB, two passes, one lane. Each hash contains its cost, so the cost can grow later.
 */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const MIN_PASSWORD_LENGTH = 12;
/** Longer passwords would only cost time. */
export const MAX_PASSWORD_LENGTH = 256;

/** argon2id is the library's default. */
export const hashPassword = (password: string): Promise<string> => hash(password, COST);

/** A hash that no password matches, so that an unknown account takes as long as a wrong password. */
let decoyHash: Promise<string> | undefined;

export async function isPassword(password: string, stored: string | undefined): Promise<boolean> {
  decoyHash ??= hashPassword(randomUUID());
  // A locked account has text that is no hash. It must take as long as any other account.
  const isHash = stored?.startsWith('$argon2id$') ?? false;
  const matches = await verify(isHash && stored ? stored : await decoyHash, password);
  return isHash && matches;
}
