import { describe, expect, it } from '@jest/globals';
import { checkColour } from './contrast';

describe('a brand colour', () => {
  it.each([
    ['#0b5fff', true, '#ffffff', 'Readable: white text has a contrast of 5.1:1.'],
    ['#000000', true, '#ffffff', 'Readable: white text has a contrast of 21.0:1.'],
    ['#e8590c', true, '#111827', 'Readable: dark text has a contrast of'],
    ['#ffff00', false, '#111827', 'Too light: its contrast with the white page is 1.0:1 and needs 3:1.'],
    ['#777777', false, '#ffffff', 'No text is readable on it: the contrast is 4.4:1 and needs 4.5:1.'],
  ])('%s: %s, with text in %s', (color, ok, text, words) =>
    expect(checkColour(color)).toEqual({ ok, text, words: expect.stringContaining(words) }),
  );
});
