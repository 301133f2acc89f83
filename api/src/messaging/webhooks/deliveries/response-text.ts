import { Readable } from 'node:stream';
import { createBrotliDecompress, createInflate, createUnzip, constants } from 'node:zlib';

/** The part of a response body that is stored. */
export const MAX_BODY_BYTES = 64 * 1024;
const MAX_ENCODINGS = 3;

const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH } = constants;
/** With these flush modes, a truncated body yields what it contains instead of an error. */
const DECODERS: Readonly<Record<string, () => NodeJS.ReadWriteStream>> = {
  gzip: () => createUnzip({ finishFlush: Z_SYNC_FLUSH }),
  'x-gzip': () => createUnzip({ finishFlush: Z_SYNC_FLUSH }),
  deflate: () => createInflate({ finishFlush: Z_SYNC_FLUSH }),
  br: () => createBrotliDecompress({ finishFlush: BROTLI_OPERATION_FLUSH }),
};

/**
 * The body as text for the delivery log: at most 64 kB, decoded by its Content-Encoding. A body that cannot be decoded
 * is stored as it is. PostgreSQL text allows neither invalid UTF-8 nor NUL; a truncated character at the end is
 * dropped.
 */
export async function responseText(bytes: Buffer, contentEncoding: string): Promise<string> {
  const encodings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
  let decoded = bytes;
  for (const name of encodings.slice(-MAX_ENCODINGS).reverse()) {
    const decoder = DECODERS[name];
    if (!decoder || decoded.length === 0) break;
    decoded = await decode(decoded, decoder());
  }
  return new TextDecoder().decode(decoded, { stream: true }).replaceAll('\0', '\ufffd');
}

/** Stops at 64 kB, however large the decoded body is. */
async function decode(bytes: Buffer, decoder: NodeJS.ReadWriteStream): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of Readable.from([bytes]).pipe(decoder) as AsyncIterable<Buffer>) {
      parts.push(part.subarray(0, MAX_BODY_BYTES - size));
      size += part.length;
      if (size >= MAX_BODY_BYTES) break;
    }
  } catch {
    if (size === 0) return bytes;
  }
  return Buffer.concat(parts);
}
