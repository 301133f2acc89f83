import { describe, expect, it } from '@jest/globals';
import { hashPassword, isPassword } from './password.js';

describe('passwords', () => {
  it('are stored as argon2id with the configured cost and a salt each', async () => {
    const [first, second] = await Promise.all([
      hashPassword('correct horse battery'),
      hashPassword('correct horse battery'),
    ]);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(first).not.toBe(second);
  });

  it('only the correct one matches, and none without a stored hash', async () => {
    const stored = await hashPassword('correct horse battery');
    expect(await isPassword('correct horse battery', stored)).toBe(true);
    expect(await isPassword('correct horse batterY', stored)).toBe(false);
    expect(await isPassword('', stored)).toBe(false);
    expect(await isPassword('correct horse battery', undefined)).toBe(false);
  });
});
