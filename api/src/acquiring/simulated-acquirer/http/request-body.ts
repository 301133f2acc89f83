import type { IncomingMessage } from 'node:http';
import { Refusal } from './reply.js';

/** Far above any body of this API, and too small to fill the memory. */
const MAX_BYTES = 16 * 1024;

/** The body of a request as text. Its time limit is the server's `requestTimeout`. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new Refusal(413, 'body_too_large', `A body has at most ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function parseJson(text: string): unknown {
  if (text === '') return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Refusal(400, 'invalid_json', 'The body is not JSON');
  }
}
