import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { DARK, LIGHT } from './docs-style.js';

/** `--ink: #FFFFFF` and `--ink:#fff` are the same. */
const tokensOf = (css: string) =>
  Object.fromEntries(
    [...css.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{3,6})\b/gi)].map(([, name, color = '']) => [
      name,
      color.length === 4 ? color.replace(/[0-9a-f]/gi, '$&$&') : color,
    ]),
  );

describe('the colours of /docs and /reference', () => {
  const tokens = readFileSync(new URL('../../../sdk/web/css/tokens.css', import.meta.url), 'utf8');
  const [light = '', dark = ''] = tokens.split('@media');
  it.each([
    ['light', LIGHT, light],
    ['dark', DARK, dark],
  ])('are those of the web apps, in %s', (_, own, theirs) => expect(tokensOf(own)).toEqual(tokensOf(theirs)));
});
