import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { afterEach, jest } from '@jest/globals';
import { AddressGuard } from '../../src/messaging/webhooks/deliveries/address-guard.js';
import { EndpointHttp, type EndpointHttpOptions } from '../../src/messaging/webhooks/deliveries/endpoint-http.js';

const demo = new AddressGuard({ allowedCidrs: [], demo: true, allowPrivate: false });
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

export async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

export async function receiver(listener: RequestListener) {
  const server = createServer(listener);
  const sockets = jest.fn();
  server.on('connection', sockets);
  const port = await listening(server);
  cleanups.push(() => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))));
  return { port, url: `http://127.0.0.1:${port}/hook?a=b`, sockets };
}

/** A TCP server without HTTP, for receivers that break the protocol. */
export async function brokenReceiver(onData: (socket: Socket) => void): Promise<string> {
  const server = createTcpServer((socket) => socket.on('error', () => undefined).on('data', () => onData(socket)));
  const port = await listening(server);
  cleanups.push(() => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${port}/`;
}

export function client(options: Partial<EndpointHttpOptions> = {}): EndpointHttp {
  const http = new EndpointHttp({ guard: demo, timeoutMs: 2000, ...options });
  cleanups.push(() => http.close(0));
  return http;
}

export const post = (http: EndpointHttp, url: string, endpointId = 'we_1') =>
  http.send({
    endpointId,
    url,
    headers: { 'Content-Type': 'application/json', 'webhook-id': 'evt_1' },
    body: '{"a":"é"}',
  });

export const respond =
  (status: number, body: string | Buffer = '', headers = {}): RequestListener =>
  (_request: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(status, headers).end(body);
