import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Received {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

type Responder = (response: ServerResponse, request: Received) => void;

/**
 * A server on loopback that responds by a script, one entry per request (the last one repeats), and records the
 * requests.
 */
export class ScriptedServer {
  readonly received: Received[] = [];
  private script: Responder[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<ScriptedServer> {
    // A loaded machine may reuse a connection after the default of 5 s, when it would be closed during the request.
    const server = createServer({ keepAliveTimeout: 60_000 });
    const scripted = new ScriptedServer(server);
    server.on('request', (request, response) => {
      void text(request).then((body) => {
        const { method = '', url = '', headers } = request;
        const received = { method, url, headers, body };
        scripted.received.push(received);
        const responder = scripted.script.length > 1 ? scripted.script.shift() : scripted.script[0];
        responder?.(response, received);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return scripted;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as { port: number }).port}`;
  }

  answers(...script: Responder[]): this {
    this.script = script;
    this.received.length = 0;
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Responder =>
  (response) =>
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));

export const failure = (status: number, code: string, more: object = {}, headers: Record<string, string> = {}) =>
  json({ error: { code, description: `It is ${code}`, request_id: 'req-1', ...more } }, status, headers);

const PARTIAL = { 'Content-Type': 'application/json', 'Content-Length': '100' };

/** The connection breaks without a response. */
export const broken: Responder = (response) => void response.socket?.destroy();
/** No response. */
export const silent: Responder = () => undefined;
/** Starts a response and never ends it. */
export const stalled: Responder = (response) => void response.writeHead(200, PARTIAL).write('{"id":');
/** Starts a response, then the connection breaks. */
export const brokenOff: Responder = (response) => {
  response.writeHead(200, PARTIAL);
  response.write('{"id":', () => response.socket?.destroy());
};
