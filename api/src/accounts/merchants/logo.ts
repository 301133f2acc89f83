import { crc32 } from 'node:zlib';

/** The base64 text of this many bytes fits into a request body and into every response that shows it. */
export const MAX_LOGO_BYTES = 24 * 1024;
const MIN_PIXELS = 16;
/** Bounds what a browser has to decode: a small file can hold a huge image of one colour. */
const MAX_PIXELS = 512;

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** Chunks that the picture needs. All others are removed: they may hold text, a place, or an animation. */
const KEPT = new Set(['IHDR', 'PLTE', 'tRNS', 'gAMA', 'sRGB', 'IDAT', 'IEND']);
const HEADER_BYTES = 8;
const CRC_BYTES = 4;
const NO_PNG = 'must be a PNG file in base64';

/** The logo as it is stored: the PNG without what the picture does not need. Or why it is refused. */
export function readLogo(text: unknown): { logo: string } | { fault: string } {
  if (typeof text !== 'string' || !BASE64.test(text)) return { fault: NO_PNG };
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length > MAX_LOGO_BYTES) return { fault: `must be at most ${MAX_LOGO_BYTES} bytes, not ${bytes.length}` };
  const chunks = chunksOf(bytes);
  const [header] = chunks ?? [];
  if (!chunks || header?.type !== 'IHDR' || header.data.length !== 13 || chunks.at(-1)?.type !== 'IEND') {
    return { fault: NO_PNG };
  }
  if (!chunks.some(({ type }) => type === 'IDAT')) return { fault: NO_PNG };
  const [width, height] = [header.data.readUInt32BE(0), header.data.readUInt32BE(4)];
  if ([width, height].some((pixels) => pixels < MIN_PIXELS || pixels > MAX_PIXELS)) {
    return { fault: `must be ${MIN_PIXELS} to ${MAX_PIXELS} pixels wide and high, not ${width} x ${height}` };
  }
  const kept = chunks.filter(({ type }) => KEPT.has(type)).map(({ whole }) => whole);
  return { logo: Buffer.concat([SIGNATURE, ...kept]).toString('base64') };
}

interface Chunk {
  type: string;
  data: Buffer;
  whole: Buffer;
}

/** The chunks of a PNG file; null if it is damaged, or goes on after its end. */
function chunksOf(bytes: Buffer): Chunk[] | null {
  if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return null;
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE.length; at < bytes.length;) {
    if (chunks.at(-1)?.type === 'IEND' || bytes.length - at < HEADER_BYTES + CRC_BYTES) return null;
    const end = at + HEADER_BYTES + bytes.readUInt32BE(at);
    if (end + CRC_BYTES > bytes.length) return null;
    if (crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end)) return null;
    const type = bytes.toString('latin1', at + 4, at + HEADER_BYTES);
    chunks.push({ type, data: bytes.subarray(at + HEADER_BYTES, end), whole: bytes.subarray(at, end + CRC_BYTES) });
    at = end + CRC_BYTES;
  }
  return chunks;
}
