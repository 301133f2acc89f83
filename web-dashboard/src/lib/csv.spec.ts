import { describe, expect, it } from '@jest/globals';
import { csvLine } from './csv';

describe('CSV', () => {
  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    [null, ''],
    [undefined, ''],
    [-500, '-500'],
    [true, 'true'],
    ['=1+1', "'=1+1"],
    ['+91', "'+91"],
    ['-2', "'-2"],
    ['@cmd', "'@cmd"],
    ['\t=1', "'\t=1"],
    ['\uFF1D1+1', "'\uFF1D1+1"],
    ['=HYPERLINK("x","y")', `"'=HYPERLINK(""x"",""y"")"`],
  ])('%j is %s', (value, field) => expect(csvLine([value, 'next'])).toBe(`${field},next\r\n`));

  it('ends its lines with CRLF', () => expect(csvLine(['a', 1])).toBe('a,1\r\n'));
});
