import { describe, expect, it } from '@jest/globals';
import { parseForm } from './form-body.js';

describe('parseForm', () => {
  it.each([
    ['', {}],
    ['a=1&b=x+y%26', { a: '1', b: 'x y&' }],
    ['metadata[a]=1&metadata[b]=2', { metadata: { a: '1', b: '2' } }],
    ['expand[0]=a&expand[1]=b', { expand: ['a', 'b'] }],
    ['expand[]=a&expand[]=b', { expand: ['a', 'b'] }],
    ['created[gte]=5', { created: { gte: '5' } }],
    ['line_items[0][price_data][currency]=inr', { line_items: [{ price_data: { currency: 'inr' } }] }],
    ['metadata[toString]=1', { metadata: { toString: '1' } }],
    ['name=%E0%A4%85', { name: 'अ' }],
  ])('%s', (text, expected) => {
    expect(parseForm(text)).toEqual(expected);
  });

  it.each([
    ['too deep', `a${'[b]'.repeat(20)}=1`],
    ['too many parameters', Array.from({ length: 501 }, (_, n) => `a${n}=1`).join('&')],
    ['no UTF-8', 'a=%FF'],
    ['half an escape', 'a=%E'],
    ['a NUL character', 'a=%00'],
    ['a prototype', 'constructor[prototype]=1'],
    ['a prototype within', 'a[constructor]=1'],
  ])('refuses %s', (_, text) => {
    expect(() => parseForm(text)).toThrow();
  });
});
