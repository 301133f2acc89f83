import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { Line } from '../support/tcp-proxy.js';

/** A load balancer in front of the servers: each connection goes to the next server that accepts it. */
export class Balancer {
  private readonly sockets = new Set<Socket>();
  private turn = 0;
  private delayMs = 0;

  private constructor(
    private readonly server: Server,
    private readonly ports: () => readonly number[],
  ) {
    server.on('connection', (near: Socket) => {
      this.sockets.add(near);
      near.on('error', () => undefined);
      near.on('close', () => this.sockets.delete(near));
      this.pass(near, this.ports().length);
    });
  }

  static async before(ports: () => readonly number[]): Promise<Balancer> {
    const server = createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Balancer(server, ports);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as { port: number }).port}`;
  }

  /** Breaks every open connection. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Delays the clients' data by this time. */
  slow(delayMs: number): void {
    this.delayMs = delayMs;
  }

  async stop(): Promise<void> {
    this.server.close();
    this.cut();
    await once(this.server, 'close');
  }

  private pass(near: Socket, triesLeft: number): void {
    const ports = this.ports();
    const port = ports[this.turn++ % ports.length];
    if (triesLeft === 0 || port === undefined) return void near.destroy();
    const far = connect(port, '127.0.0.1');
    const refused = () => this.pass(near, triesLeft - 1);
    far.once('error', refused);
    far.once('connect', () => {
      far.off('error', refused);
      if (near.destroyed) return void far.destroy();
      far.on('error', () => undefined);
      far.on('close', () => near.destroy());
      near.on('close', () => far.destroy());
      const line = new Line(far);
      near.on('data', (chunk) => line.send(chunk, this.delayMs)).resume();
      far.pipe(near);
    });
  }
}
