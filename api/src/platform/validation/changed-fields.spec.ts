import { describe, expect, it } from '@jest/globals';
import { changedFields } from './changed-fields.js';

const KNOWN = ['description', 'receipt', 'notes'];

describe('the fields that a PATCH changes', () => {
  it('are those that it names; null clears a field, and objects become JSON', () => {
    expect(changedFields({ description: null, notes: { a: 1 } }, KNOWN)).toEqual({
      fields: ['description', 'notes'],
      values: [null, null, '{"a":1}'],
    });
    expect(changedFields({ receipt: '' }, KNOWN)).toEqual({ fields: ['receipt'], values: [null, '', null] });
  });

  it.each([{}, { description: undefined }])('must be at least one: %j', (change) => {
    expect(() => changedFields(change, KNOWN)).toThrow('send at least one of description, receipt, notes');
  });
});
