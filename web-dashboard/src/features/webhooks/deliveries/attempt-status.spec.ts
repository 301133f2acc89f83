import { describe, expect, it } from '@jest/globals';
import { attemptStatus } from './attempt-status';

describe('the pill of an attempt', () => {
  it.each([
    ['a receiver that took it', 204, null, '204'],
    ['the inbox, which has no receiver', null, null, 'recorded'],
    ['a receiver that refused it', 503, 'unsuccessful_response', '503'],
    ['a redirect, which is not followed', 302, 'unsuccessful_response', '302'],
    ['no answer', null, 'timeout', 'failed'],
    ['a good status whose body never ended', 200, 'timeout', '200'],
  ])('of %s', (_, responseCode, error, pill) => expect(attemptStatus({ responseCode, error })).toBe(pill));
});
