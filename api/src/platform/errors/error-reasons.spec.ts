import { describe, expect, it } from '@jest/globals';
import { ApiError, ERROR_STATUS } from './api-error.js';
import { codeOf, ERROR_REASONS, isErrorReason, REASONS_OF_CODE } from './error-reasons.js';

const entries = Object.entries(REASONS_OF_CODE).flatMap(([code, reasons]) =>
  Object.entries(reasons).map(([reason, words]) => ({ code, reason, words })),
);

describe('the reasons of refusals', () => {
  it('each has exactly one code, and each code has a status and a reason', () => {
    expect(new Set(entries.map(({ reason }) => reason)).size).toBe(entries.length);
    expect(Object.keys(REASONS_OF_CODE)).toEqual(Object.keys(ERROR_STATUS));
    for (const reason of ERROR_REASONS) expect(new ApiError(reason, 'words').code).toBe(codeOf(reason));
  });

  it('are snake_case, with a cause and a cure that fit into a row of a table', () => {
    for (const { reason, words } of entries) {
      expect(reason).toMatch(/^[a-z]+(_[a-z]+)*$/);
      for (const text of words) expect(text).toMatch(/^[^|\n]{5,120}$/);
    }
  });

  it('knows its own, and no inherited name', () => {
    expect(isErrorReason('order_expired')).toBe(true);
    for (const name of ['toString', '__proto__', 'ORDER_EXPIRED', undefined, 1])
      expect(isErrorReason(name)).toBe(false);
  });
});
