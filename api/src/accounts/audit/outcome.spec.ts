import { describe, expect, it } from '@jest/globals';
import { ApiError } from '../../platform/errors/api-error.js';
import { changeOf, refusalOf } from './outcome.js';

describe('the recorded result of a change', () => {
  const answer = {
    id: 'we_1',
    version: 3,
    url: 'https://shop.example/hook',
    description: null,
    events: ['order.paid'],
    enabled: false,
    nested: { deep: 1 },
    secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDemo32bytes0=',
  };

  it('has the fields of the request with their new values, and the state of the object', () => {
    expect(changeOf({ url: 'x', events: [], nested: {} }, answer)).toEqual({
      url: 'https://shop.example/hook',
      events: ['order.paid'],
      id: 'we_1',
      version: 3,
      enabled: false,
    });
    expect(changeOf(null, answer)).toEqual({ id: 'we_1', version: 3, enabled: false });
  });

  it('never contains a secret', () => {
    expect(changeOf({ secret: 'x' }, answer)['secret']).toBe('[redacted]');
    expect(JSON.stringify(changeOf({ description: 1 }, { description: answer.secret }))).not.toContain('C2FVsBQ');
    const card = changeOf({ description: 1 }, { description: 'card 4111 1111 1111 1111' });
    expect(JSON.stringify(card)).not.toContain('4111 1111');
  });

  it('is short', () => {
    const long = changeOf({ a: 1, b: 1 }, { a: 'x'.repeat(9_999), b: Array(999).fill('y'.repeat(999)) });
    expect(JSON.stringify(long).length).toBeLessThan(5_000);
  });

  it('is empty for a response that is no object', () => {
    for (const other of [null, undefined, 'text', 5, [1]]) expect(changeOf({ a: 1 }, other)).toEqual({});
    expect(changeOf({ toString: 1, constructor: 1 }, {})).toEqual({});
  });

  it('of a refused change is the error', () => {
    const refusal = new ApiError('invalid_parameter', 'url must begin with https://', { field: 'url' });
    expect(refusalOf(refusal)).toEqual({
      code: 'BAD_REQUEST_ERROR',
      description: 'url must begin with https://',
      field: 'url',
      reason: 'invalid_parameter',
    });
  });
});
