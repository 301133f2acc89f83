import type { Socket } from 'node:net';

/** The status line of a 1xx response, except 101, which ends HTTP on the connection. */
const INTERIM = /^HTTP\/1\.[01] 1(?!01)\d\d[ \r]/;
/** Completes a truncated status line for the comparison. */
const SAMPLE = 'HTTP/1.1 100 ';
const HEAD_END = '\r\n\r\n';
const MAX_HEAD_BYTES = 16 * 1024;

/**
 * Removes interim responses (1xx) from the data that undici reads from a socket. A server may send `100 Continue`
 * without being asked to. undici would then destroy the connection, and a handled delivery would be sent again.
 */
export function skipInterim<S extends Socket>(socket: S): S {
  const read = socket.read.bind(socket);
  const write = socket.write.bind(socket) as (...given: unknown[]) => boolean;
  let awaitsStatus = true;
  let held: Buffer = Buffer.alloc(0);
  // A request is written in one turn of the event loop, so the data after it begins with a status line.
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

/** The data after the interim responses; null while the last of them is incomplete. */
function withoutInterim(bytes: Buffer): Buffer | null {
  const start = bytes.toString('latin1', 0, SAMPLE.length);
  if (!INTERIM.test(start + SAMPLE.slice(start.length))) return bytes;
  const end = bytes.indexOf(HEAD_END);
  if (end === -1) return bytes.length > MAX_HEAD_BYTES ? bytes : null;
  return withoutInterim(bytes.subarray(end + HEAD_END.length));
}
