import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A request of the connector, as it was sent. */
export interface Sent {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/**
 * What happens to a request. `drop_before`, `drop_after`: no response, before or after the acquirer has it. `hold`: it
 * reaches the acquirer only when the fault ends, whether its caller still waits or not. `cut`: half of the acquirer's own
 * response, as a whole one; `break`: half of it, then the connection ends. `answer`: this response, and no call.
 */
export type Fault =
  | { kind: 'drop_before' | 'drop_after' | 'hold' | 'cut' | 'break' }
  | { kind: 'delay' | 'trickle'; ms: number }
  | { kind: 'answer'; status: number; body: string; type?: string; location?: string };

/** Gets every request, with the acquirer's own response if it was sent on. */
export type Seen = (sent: Sent, response?: { status: number; body: Buffer }) => void;

interface Response {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/** Stands between a connector and its acquirer: records each request, and breaks it as a test demands. */
export class Wire {
  requests: Sent[] = [];
  private fault: Fault | undefined;
  private isForChanges = false;
  private held: (() => void)[] = [];
  private readonly carrying = new Set<Promise<void>>();
  private readonly agent = new Agent({ keepAlive: true });

  private constructor(
    private readonly target: URL,
    private readonly server: Server,
    private readonly seen: Seen,
  ) {}

  static async to(target: string, seen: Seen = () => undefined): Promise<Wire> {
    const server = createServer();
    const wire = new Wire(new URL(target), server, seen);
    server.on('request', (sent, response) => {
      const carried = wire.carry(sent, response).catch(() => void response.destroy());
      wire.carrying.add(carried);
      void carried.then(() => wire.carrying.delete(carried));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return wire;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Breaks every request from now on, until `heal`; `changes`: only those that may change something. */
  break(fault: Fault, which: 'all' | 'changes' = 'all'): void {
    this.fault = fault;
    this.isForChanges = which === 'changes';
  }

  /** Breaks no further request. What is held stays so until `heal`. */
  relent(): void {
    this.fault = undefined;
  }

  /** Ends the fault, sends on what was held, and waits until the acquirer has responded to all of it. */
  async heal(): Promise<void> {
    this.relent();
    for (const release of this.held.splice(0)) release();
    await Promise.all(this.carrying);
  }

  /** How many requests are held. */
  get heldCount(): number {
    return this.held.length;
  }

  async stop(): Promise<void> {
    await this.heal();
    this.server.closeAllConnections();
    this.server.close();
    this.agent.destroy();
    await once(this.server, 'close');
  }

  private async carry(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = await read(incoming);
    this.requests.push(sent);
    const fault = this.isForChanges && sent.method === 'GET' ? undefined : this.fault;
    if (fault?.kind === 'hold') await new Promise<void>((release) => this.held.push(release));
    if (fault?.kind === 'delay') await pause(fault.ms);
    if (fault?.kind === 'drop_before' || fault?.kind === 'answer') this.seen(sent);
    if (fault?.kind === 'drop_before') return void response.destroy();
    if (fault?.kind === 'answer') return answer(response, fault);
    const { status, headers, body } = await this.forward(sent);
    this.seen(sent, { status, body });
    if (fault?.kind === 'drop_after') return void response.destroy();
    const half = body.subarray(0, body.length / 2);
    if (fault?.kind === 'cut') {
      const { 'transfer-encoding': _, ...others } = headers;
      return void response.writeHead(status, { ...others, 'content-length': half.length }).end(half);
    }
    response.writeHead(status, headers);
    if (fault?.kind === 'break') {
      response.write(half, () => response.destroy());
      return;
    }
    if (fault?.kind !== 'trickle') return void response.end(body);
    for (const byte of body) {
      if (response.destroyed) return;
      response.write(Uint8Array.of(byte));
      await pause(fault.ms);
    }
    response.end();
  }

  /** The host is the acquirer's own, so that the addresses of its pages do not lead here. */
  private async forward({ method, path, headers, body }: Sent): Promise<Response> {
    const outgoing = request(new URL(path, this.target), {
      ...{ method, agent: this.agent },
      headers: { ...headers, host: this.target.host, 'content-length': Buffer.byteLength(body) },
    });
    outgoing.end(body);
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
    return { status: incoming.statusCode ?? 0, headers: incoming.headers, body: await bytesOf(incoming) };
  }
}

function answer(response: ServerResponse, { status, body, type, location }: Extract<Fault, { kind: 'answer' }>): void {
  const headers = { 'content-type': type ?? 'application/json', ...(location !== undefined && { location }) };
  response.writeHead(status, headers).end(body);
}

async function read(message: IncomingMessage): Promise<Sent> {
  const { method = '', url: path = '', headers } = message;
  return { method, path, headers, body: (await bytesOf(message)).toString('utf8') };
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
