import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A connection between two processes that a test can cut: all traffic goes to one address. */
export class TcpProxy {
  private readonly sockets = new Set<Socket>();
  private silent = false;
  private delayMs = 0;
  private server: Server | undefined;
  private port = 0;

  private constructor(private target: { host: string; port: number }) {}

  static async to(target: { host: string; port: number }): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    await proxy.restore();
    return proxy;
  }

  get address(): { host: string; port: number } {
    return { host: '127.0.0.1', port: this.port };
  }

  /** Breaks every connection and refuses new ones. */
  async cut(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    const server = this.server;
    this.server = undefined;
    if (!server) return;
    server.close();
    await once(server, 'close');
  }

  /** From now on all traffic goes to another address; existing connections break. */
  async redirectTo(target: { host: string; port: number }): Promise<void> {
    this.target = target;
    await this.cut();
    await this.restore();
  }

  /** Keeps every connection open, accepts new ones, and forwards nothing in either direction. */
  freeze(): void {
    this.silent = true;
    for (const socket of this.sockets) socket.pause();
  }

  /** Delays all traffic in both directions. */
  slow(delayMs: number): void {
    this.delayMs = delayMs;
  }

  /** Works again, at the same address. */
  async restore(): Promise<void> {
    this.silent = false;
    this.delayMs = 0;
    for (const socket of this.sockets) socket.resume();
    if (this.server) return;
    this.server = createServer((socket) => this.join(socket)).listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as { port: number }).port;
  }

  private join(near: Socket): void {
    const far = connect(this.target);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(from);
      const line = new Line(to);
      from.on('data', (chunk) => line.send(chunk, this.delayMs));
      from.on('error', () => undefined);
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
      if (this.silent) from.pause();
    }
  }
}

/** One direction of a connection. Delayed data delays what follows, so the order never changes. */
export class Line {
  private arrived: Promise<unknown> = Promise.resolve();

  constructor(private readonly to: Socket) {}

  send(chunk: Buffer, delayMs: number): void {
    const own = delayMs > 0 ? pause(delayMs) : undefined;
    this.arrived = Promise.all([this.arrived, own]).then(() => this.to.write(chunk));
  }
}
