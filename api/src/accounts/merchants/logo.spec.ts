import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { MAX_LOGO_BYTES, readLogo } from './logo.js';

const chunk = (type: string, data: Buffer) => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  crc.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, crc]);
};
const header = (width: number, height: number) => {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data[8] = 8; // bits per sample of a grey image
  return chunk('IHDR', data);
};
const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const END = chunk('IEND', Buffer.alloc(0));
const pixels = (width: number, height: number) => chunk('IDAT', deflateSync(Buffer.alloc((width + 1) * height)));
const png = (width = 32, height = 32, ...extra: Buffer[]) =>
  Buffer.concat([SIGNATURE, header(width, height), ...extra, pixels(width, height), END]);
const read = (bytes: Buffer) => readLogo(bytes.toString('base64'));

describe('the logo of a merchant', () => {
  it('a PNG is stored as it is', () => expect(read(png())).toEqual({ logo: png().toString('base64') }));

  it('texts, places and animations are removed', () => {
    const extra = [
      chunk('tEXt', Buffer.from('Author\0Asha')),
      chunk('eXIf', Buffer.alloc(9)),
      chunk('acTL', Buffer.alloc(8)),
    ];
    expect(read(png(32, 32, ...extra))).toEqual({ logo: png().toString('base64') });
  });

  it.each([
    ['an image too small', png(15, 32), /16 to 512 pixels wide and high, not 15 x 32/],
    ['an image too large', png(32, 513), /not 32 x 513/],
    ['a file too large', png(32, 32, chunk('tEXt', Buffer.alloc(MAX_LOGO_BYTES))), /at most 24576 bytes/],
    ['an SVG', Buffer.from('<svg onload="alert(1)"/>'), /PNG file in base64/],
    ['a damaged chunk', Buffer.from(png().map((byte, at) => (at === 20 ? byte ^ 1 : byte))), /PNG file/],
    ['a file that is cut off', png().subarray(0, -5), /PNG file/],
    ['a file with an appendix', Buffer.concat([png(), Buffer.from('<script>')]), /PNG file/],
    ['a file without pixels', Buffer.concat([SIGNATURE, header(32, 32), END]), /PNG file/],
    ['a huge length', Buffer.concat([SIGNATURE, Buffer.from('ffffffff49484452', 'hex'), Buffer.alloc(30)]), /PNG file/],
  ])('%s is refused', (_, bytes, message) => expect(read(bytes)).toEqual({ fault: expect.stringMatching(message) }));

  it.each(['', 'https://shop.example/logo.png', 'data:image/png;base64,iVBORw0KGgo=', 7, null])(
    '%j is refused',
    (text) => expect(readLogo(text)).toEqual({ fault: 'must be a PNG file in base64' }),
  );
});
