import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis, type RedisOptions } from 'ioredis';
import { freePort, waitFor } from './processes.js';

const PASSWORD = 'redis-test-password';
const SENTINEL_PASSWORD = 'sentinel-test-password';

/** One process of redis-server; `words` are its arguments besides port, address and folder. */
class RedisNode {
  private child: ChildProcess;

  private constructor(
    readonly port: number,
    private readonly words: readonly string[],
    private readonly access: RedisOptions,
  ) {
    this.child = this.spawn();
  }

  static async start(folder: string, words: readonly string[], access: RedisOptions = {}): Promise<RedisNode> {
    const port = await freePort();
    const place = path.join(folder, String(port));
    mkdirSync(place);
    const at = access.tls ? ['--port', '0', '--tls-port', String(port)] : ['--port', String(port)];
    const node = new RedisNode(port, [...words, ...at, '--bind', '127.0.0.1', '--dir', place], access);
    await node.answers();
    return node;
  }

  private spawn(): ChildProcess {
    return spawn('redis-server', [...this.words], { stdio: 'ignore' });
  }

  private answers(): Promise<unknown> {
    return waitFor(() => this.ask((redis) => redis.ping()).catch(() => null), { what: `Redis at ${this.port}` });
  }

  /** At the same address, and empty. */
  async restart(): Promise<void> {
    this.child = this.spawn();
    await this.answers();
  }

  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  /** SIGKILL, even if frozen; resolves when it has ended. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }

  async ask<T>(work: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis({
      ...this.access,
      port: this.port,
      lazyConnect: true,
      retryStrategy: () => null,
      commandTimeout: 2_000,
    });
    redis.on('error', () => undefined);
    try {
      await redis.connect();
      return await work(redis);
    } finally {
      redis.disconnect();
    }
  }

  call(...words: string[]): Promise<unknown> {
    const [command = '', ...rest] = words;
    return this.ask((redis) => redis.call(command, ...rest));
  }

  async isMaster(): Promise<boolean> {
    const [role] = (await this.call('ROLE')) as [string];
    return role === 'master';
  }
}

const MEMORY_ONLY = ['--save', '', '--appendonly', 'no', '--repl-diskless-sync-delay', '0'];
const WITH_PASSWORD = ['--requirepass', PASSWORD, '--masterauth', PASSWORD];

/** Processes and their folder, removed together. */
class Shape {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'payment-gateway-redis-'));
  readonly nodes: RedisNode[] = [];

  async add(words: readonly string[], access: RedisOptions): Promise<RedisNode> {
    const node = await RedisNode.start(this.folder, words, access);
    this.nodes.push(node);
    return node;
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.kill()));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Three masters with a replica each, a third of the slots per pair, with a password. */
export class RedisCluster extends Shape {
  static async start(): Promise<RedisCluster> {
    const cluster = new RedisCluster();
    const ports = await Promise.all(Array.from({ length: 6 }, () => freePort()));
    for (const port of ports) {
      const bus = ['--cluster-enabled', 'yes', '--cluster-port', String(port), '--cluster-node-timeout', '1500'];
      await cluster.add([...MEMORY_ONLY, ...WITH_PASSWORD, ...bus], { password: PASSWORD });
    }
    await cluster.join(ports);
    return cluster;
  }

  get masters(): RedisNode[] {
    return this.nodes.slice(0, 3);
  }

  get environment(): Record<string, string> {
    const nodes = this.nodes.map(({ port }) => `127.0.0.1:${port}`);
    return { REDIS_CLUSTER_NODES: nodes.join(','), REDIS_PASSWORD: PASSWORD };
  }

  /** The master of this key's slot. */
  async masterOf(key: string): Promise<RedisNode> {
    const slot = (await this.nodes[0]?.call('CLUSTER', 'KEYSLOT', key)) as number;
    return this.masters[Math.floor(slot / SHARE)] as RedisNode;
  }

  private async join(buses: readonly number[]): Promise<void> {
    for (const [index, node] of this.nodes.entries()) {
      await node.call('CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1));
      const range = [index * SHARE, index === 2 ? 16_383 : (index + 1) * SHARE - 1].map(String);
      if (index < 3) await node.call('CLUSTER', 'ADDSLOTSRANGE', ...range);
    }
    const [first] = this.nodes as [RedisNode];
    for (const { port } of this.nodes.slice(1)) {
      const bus = buses[this.nodes.findIndex((node) => node.port === port)];
      await first.call('CLUSTER', 'MEET', '127.0.0.1', String(port), String(bus));
    }
    for (const [index, node] of this.nodes.entries()) {
      if (index < 3) continue;
      const master = String(await this.nodes[index - 3]?.call('CLUSTER', 'MYID'));
      // Possible only after the gossip has spread the nodes.
      const follows = () => node.call('CLUSTER', 'REPLICATE', master).catch(() => null);
      await waitFor(follows, { what: 'a replica that knows its master' });
    }
    const whole = async (node: RedisNode) => String(await node.call('CLUSTER', 'INFO')).includes('cluster_state:ok');
    const linked = (node: RedisNode) =>
      node.call('INFO', 'replication').then((text) => /link_status:up/.test(String(text)));
    await waitFor(
      async () => (await Promise.all([...this.nodes.map(whole), ...this.nodes.slice(3).map(linked)])).every(Boolean),
      { what: 'a whole cluster' },
    );
  }
}
const SHARE = 5_461;

/** A master, two replicas and three Sentinels, all with passwords. */
export class RedisSentinels extends Shape {
  private sentinels: RedisNode[] = [];
  private servers: RedisNode[] = [];

  static async start(): Promise<RedisSentinels> {
    const shape = new RedisSentinels();
    const server = (...more: string[]) =>
      shape.add([...MEMORY_ONLY, ...WITH_PASSWORD, ...more], { password: PASSWORD });
    const master = await server();
    const follow = ['--replicaof', `127.0.0.1 ${master.port}`];
    shape.servers = [master, await server(...follow), await server(...follow)];
    for (const number of [1, 2, 3]) {
      const file = path.join(shape.folder, `sentinel-${number}.conf`);
      writeFileSync(file, sentinelFile(master.port));
      shape.sentinels.push(await shape.add([file, '--sentinel'], { password: SENTINEL_PASSWORD }));
    }
    await waitFor(async () => (await Promise.all(shape.sentinels.map(knowsAll))).every(Boolean), {
      what: 'Sentinels that know each other',
    });
    return shape;
  }

  get environment(): Record<string, string> {
    return {
      REDIS_SENTINELS: this.sentinels.map(({ port }) => `127.0.0.1:${port}`).join(','),
      REDIS_SENTINEL_NAME: 'gateway',
      REDIS_SENTINEL_PASSWORD: SENTINEL_PASSWORD,
      REDIS_PASSWORD: PASSWORD,
    };
  }

  /** The master that the Sentinels name. */
  async master(): Promise<RedisNode> {
    const named = (await this.sentinels[0]?.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'gateway')) as string[];
    return this.servers.find(({ port }) => String(port) === named[1]) as RedisNode;
  }
}

const sentinelFile = (port: number) => `requirepass ${SENTINEL_PASSWORD}
sentinel sentinel-pass ${SENTINEL_PASSWORD}
sentinel monitor gateway 127.0.0.1 ${port} 2
sentinel auth-pass gateway ${PASSWORD}
sentinel down-after-milliseconds gateway 1000
sentinel failover-timeout gateway 4000
`;

async function knowsAll(sentinel: RedisNode): Promise<boolean> {
  const flat = (await sentinel.call('SENTINEL', 'MASTER', 'gateway')) as string[];
  const value = (name: string) => flat[flat.indexOf(name) + 1];
  return value('num-slaves') === '2' && value('num-other-sentinels') === '2';
}

/** One server with TLS only and a password; its certificate is signed by an authority made here. */
export class RedisBehindTls extends Shape {
  static async start(): Promise<RedisBehindTls> {
    const shape = new RedisBehindTls();
    const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: shape.folder, stdio: 'pipe' });
    const key = ['-newkey', 'rsa:2048', '-nodes', '-days', '2'];
    openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.crt', '-subj', '/CN=A test authority');
    const signed = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-addext', 'subjectAltName=IP:127.0.0.1'];
    openssl('req', '-x509', ...key, ...signed, '-keyout', 'redis.key', '-out', 'redis.crt', '-subj', '/CN=redis');
    const file = (name: string) => path.join(shape.folder, name);
    const tls = ['--tls-cert-file', file('redis.crt'), '--tls-key-file', file('redis.key')];
    const words = [...MEMORY_ONLY, '--requirepass', PASSWORD, ...tls, '--tls-auth-clients', 'no'];
    await shape.add([...words, '--tls-ca-cert-file', file('ca.crt')], {
      password: PASSWORD,
      tls: { rejectUnauthorized: false },
    });
    return shape;
  }

  get environment(): Record<string, string> {
    const url = `rediss://:${PASSWORD}@127.0.0.1:${this.nodes[0]?.port}/0`;
    return { REDIS_URL: url, REDIS_CA_FILE: path.join(this.folder, 'ca.crt') };
  }
}
