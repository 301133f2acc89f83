import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { brandColorFault, contrastOf, textColorOn } from './brand-color.js';

describe('the brand colour of a merchant', () => {
  it.each([
    ['#000000', '#ffffff', 21],
    ['#ffffff', '#ffffff', 1],
    ['#777777', '#ffffff', 4.47],
    ['#0b5fff', '#ffffff', 5.12],
  ])('the contrast of %s with %s is %d', (one, other, expected) =>
    expect(Math.floor(contrastOf(one, other) * 100) / 100).toBe(expected),
  );

  it.each(['#000000', '#0b5fff', '#B91C1C', '#e11d48', '#15803d'])('%s is usable', (color) =>
    expect(brandColorFault(color)).toBeNull(),
  );

  it.each([
    ['#ffff00', /1\.07:1 with the white page and needs 3:1/],
    ['#ffffff', /1:1 with the white page/],
    ['#777777', /4\.47:1 with white text and 3\.96:1 with dark text, and one of them needs 4\.5:1/],
    ['#fff', /such as #0b5fff/],
    ['red', /such as #0b5fff/],
    ['#0b5fff;', /such as #0b5fff/],
    [7, /such as #0b5fff/],
  ])('%s is refused with the ratio', (color, message) => expect(brandColorFault(color)).toMatch(message));

  it('a colour that is accepted has readable text and is visible on the page', () => {
    const channel = fc.integer({ min: 0, max: 255 }).map((value) => value.toString(16).padStart(2, '0'));
    fc.assert(
      fc.property(channel, channel, channel, (red, green, blue) => {
        const color = `#${red}${green}${blue}`;
        fc.pre(brandColorFault(color) === null);
        expect(contrastOf(color, textColorOn(color))).toBeGreaterThanOrEqual(4.5);
        expect(contrastOf(color, '#ffffff')).toBeGreaterThanOrEqual(3);
      }),
    );
  });
});
