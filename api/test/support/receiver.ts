import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  at: number;
}
type Behaviour = (request: Received, response: ServerResponse) => void;

/** A merchant's webhook receiver on loopback that records everything and responds as configured. */
export class Receiver {
  readonly received: Received[] = [];
  /** The response; 200 unless set. */
  behave: Behaviour = (_, response) => response.writeHead(200).end('ok');
  private port = 0;
  private readonly server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one = {
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
        at: Date.now(),
      };
      this.received.push(one);
      this.behave(one, response);
    });
    request.on('error', () => undefined);
  });

  static async start(): Promise<Receiver> {
    const receiver = new Receiver();
    receiver.server.listen(0, '127.0.0.1');
    await once(receiver.server, 'listening');
    receiver.port = (receiver.server.address() as { port: number }).port;
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hooks`;
  }

  /** Parsed bodies of the deliveries, in order. */
  get events(): { id: string; event: string; version: number; data: Record<string, { id: string }> }[] {
    return this.received.map(({ body }) => JSON.parse(body) as Receiver['events'][number]);
  }

  /** Listens again at the same address. */
  async restart(): Promise<void> {
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }
}
