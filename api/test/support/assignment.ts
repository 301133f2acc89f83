import { expect } from '@jest/globals';

/** For the tests of the assignment's text: plain fetch, and values of its own. */
export const AUTH = { 'X-Api-Key': 'key_test_abc123', 'X-Api-Secret': 'secret_test_xyz789' };

export interface Reply {
  status: number;
  text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

export function caller(base: () => string) {
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = AUTH,
  ): Promise<Reply> => {
    const response = await fetch(base() + path, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, text, body: JSON.parse(text) };
  };
  /** Polls while the status is pending, and only then, like scripts for this assignment. */
  const poll = async (path: string, headers = AUTH): Promise<Reply['body']> => {
    for (;;) {
      const { body } = await call('GET', path, undefined, headers);
      if (body.status !== 'pending') return body;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  return { call, poll };
}

/** The assignment's form of an error; ours has more fields. */
export const refused = (code: string, description?: unknown) => ({
  error: { code, description: description ?? expect.any(String) },
});

/** A number with this prefix and length, and a correct check digit. */
export function cardNumber(prefix: string, length = 16): string {
  const digits = prefix.padEnd(length - 1, '0');
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

export const CARD = {
  number: '4111111111111111',
  expiry_month: '12',
  expiry_year: '2040',
  cvv: '123',
  holder_name: 'John Doe',
};
