import { createServer } from 'node:net';

/** Listens briefly on 127.0.0.1; returns the port, or undefined if it is taken. */
function tryPort(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const { port: got } = server.address();
      server.close(() => resolve(got));
    });
  });
}

export const isFree = async (port) => (await tryPort(port)) !== undefined;
export const freePort = async (preferred = 0) => (await tryPort(preferred)) ?? (await tryPort(0));
