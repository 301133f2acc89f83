import { describe, expect, it } from '@jest/globals';
import { carriesToken } from './metrics-token.js';

describe('the metrics token', () => {
  it.each(['Bearer s3cret', 'bearer s3cret', 'Bearer  s3cret'])('is accepted as %j', (header) => {
    expect(carriesToken(header, 's3cret')).toBe(true);
  });

  it.each([
    undefined,
    '',
    's3cret',
    'Bearer',
    'Bearer ',
    'Bearer s3cre',
    'Bearer s3cret2',
    'Bearer s3cret x',
    'Basic s3cret',
  ])('is not found in %j', (header) => {
    expect(carriesToken(header, 's3cret')).toBe(false);
  });
});
