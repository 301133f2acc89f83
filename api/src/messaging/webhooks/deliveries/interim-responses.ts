import type { Socket } from 'node:net';

/** A 1xx response but 101, which ends HTTP on this connection. */
const INTERIM = /^HTTP\/1\.[01] 1(?!01)\d\d[ \r]/;
/** One to complete a status line that was cut. */
const SAMPLE = 'HTTP/1.1 100 ';
const HEAD_END = '\r\n\r\n';
const MAX_HEAD_BYTES = 16 * 1024;

/**
 * Removes interim responses (1xx) from what undici reads of a socket. A server may send `100 Continue` unasked, and undici
 * destroys the connection for it: a delivery that was handled would then be sent again.
 */
export function skipInterim<S extends Socket>(socket: S): S {
  const read = socket.read.bind(socket);
  const write = socket.write.bind(socket) as (...given: unknown[]) => boolean;
  let awaitsStatus = true;
  let held: Buffer = Buffer.alloc(0);
  // A request is written in one turn, so what is read next begins with a status.
  socket.write = (...given: unknown[]) => {
    awaitsStatus = true;
    return write(...given);
  };
  socket.read = (size?: number) => {
    const chunk = read(size) as Buffer | null;
    if (chunk === null || !awaitsStatus) return chunk;
    const bytes = held.length > 0 ? Buffer.concat([held, chunk]) : chunk;
    const rest = withoutInterim(bytes);
    held = rest ? Buffer.alloc(0) : bytes;
    if (!rest?.length) return null;
    awaitsStatus = false;
    return rest;
  };
  return socket;
}

/** What follows the interim responses; null while the last of them is not complete. */
function withoutInterim(bytes: Buffer): Buffer | null {
  const start = bytes.toString('latin1', 0, SAMPLE.length);
  if (!INTERIM.test(start + SAMPLE.slice(start.length))) return bytes;
  const end = bytes.indexOf(HEAD_END);
  if (end === -1) return bytes.length > MAX_HEAD_BYTES ? bytes : null;
  return withoutInterim(bytes.subarray(end + HEAD_END.length));
}
