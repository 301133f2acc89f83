import { describe, expect, it } from '@jest/globals';
import { csvLine } from './csv.js';

describe('a line of CSV', () => {
  it.each([
    [['a', 1, null, undefined, -5], 'a,1,,,-5'],
    [['a,b', 'say "x"', 'two\nlines'], '"a,b","say ""x""","two\nlines"'],
    [['=1+1', '+1', '-1', '@x', '\tx'], "'=1+1,'+1,'-1,'@x,'\tx"],
    [['=HYPERLINK("http://evil.example","x")'], '"\'=HYPERLINK(""http://evil.example"",""x"")"'],
    [[true], 'true'],
  ])('%j is %j', (fields, line) => expect(csvLine(fields)).toBe(`${line}\r\n`));
});
