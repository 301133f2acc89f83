import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { notesIn, notesText } from './notes';

describe('notes as text', () => {
  it.each([
    ['cart: c-998\nchannel: instagram', { cart: 'c-998', channel: 'instagram' }],
    ['since: 2021', { since: 2021 }],
    ['phone: "2021"', { phone: '2021' }],
    ['at: 10:30', { at: '10:30' }],
    ['tags: ["a","b"]', { tags: ['a', 'b'] }],
    ['', {}],
  ])('%j is %j, and the same text again', (text, notes) =>
    expect([notesIn(text), notesText(notes)]).toEqual([notes, text]),
  );

  it.each(['no colon', ': no name'])('%j is refused', (text) => expect(notesIn(text)).toBeUndefined());

  it('saved without a change, notes stay what they were', () => {
    const names = fc.stringMatching(/^[a-z][a-z0-9_ ]{0,10}[a-z0-9]$/);
    const notes = fc.dictionary(names, fc.jsonValue(), { maxKeys: 5 });
    fc.assert(
      fc.property(notes, (given) => {
        const plain = JSON.parse(JSON.stringify(given)) as Record<string, unknown>;
        expect(notesIn(notesText(plain))).toEqual(plain);
      }),
    );
  });
});
