import { describe, expect, it } from '@jest/globals';
import { LANGUAGES, type SampleRequest } from './code-samples.js';

const PATCH: SampleRequest = {
  method: 'PATCH',
  url: 'http://localhost:8000/api/v1/orders/order_1',
  operationId: 'orders_update',
  ids: ['order_1'],
  body: { description: `Asha's "tea"`, notes: { 'gift-wrap': true, line_no: null }, line_items: [] },
  credentials: 'key',
};
const sampleIn = (language: string, request: SampleRequest) =>
  LANGUAGES.find(([id]) => id === language)?.[2](request) ?? '';

describe('the samples of a request', () => {
  it('quote a text as their language does', () => {
    expect(sampleIn('curl', PATCH)).toContain(`"description": "Asha'\\''s \\"tea\\""`);
    expect(sampleIn('node', PATCH)).toContain(`description: 'Asha\\'s "tea"'`);
    expect(sampleIn('python', PATCH)).toContain(`"description": "Asha's \\"tea\\""`);
    expect(sampleIn('php', PATCH)).toContain(`'description' => 'Asha\\'s "tea"'`);
  });

  it('write null, true and empty lists as their language does, and keep the names in notes', () => {
    expect(sampleIn('node', PATCH)).toContain(`'gift-wrap': true,\n    line_no: null,`);
    expect(sampleIn('node', PATCH)).toContain('lineItems: []');
    expect(sampleIn('python', PATCH)).toContain(`"gift-wrap": True,\n    "line_no": None,`);
    expect(sampleIn('php', PATCH)).toContain(`'line_no' => null`);
  });

  it('send the credentials of the operation, and a key with every write', () => {
    const read: SampleRequest = { ...PATCH, method: 'GET', body: undefined, credentials: 'session' };
    for (const [language] of LANGUAGES) {
      expect([language, /SESSION_TOKEN/.test(sampleIn(language, read))]).toEqual([language, true]);
      expect([language, /Idempotency-Key/.test(sampleIn(language, read))]).toEqual([language, false]);
      expect([language, /API_SECRET/.test(sampleIn(language, PATCH))]).toEqual([language, true]);
      const open = sampleIn(language, { ...read, credentials: 'none' });
      expect([language, /API_SECRET|SESSION_TOKEN/.test(open)]).toEqual([language, false]);
    }
  });
});
