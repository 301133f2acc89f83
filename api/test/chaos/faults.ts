import { setTimeout as pause } from 'node:timers/promises';
import { admin } from '../support/acquirer.js';
import type { TcpProxy } from '../support/tcp-proxy.js';
import type { Cluster, Member } from './cluster.js';
import { crashBackend, freeze, cutPower } from './postgres.js';
import type { Random } from './random.js';
import { BEHAVIOURS, type MoodName, type ShopReceiver } from './shop-receiver.js';

export interface Stage {
  cluster: Cluster;
  receiver: ShopReceiver;
  random: Random;
  /** The folder of PostgreSQL. */
  folder: string;
}

interface Fault {
  name: string;
  /** An account of the acquirer stops working. */
  isDeath?: true;
  /** Faults of one target never overlap. */
  target: string;
  weight: number;
  /** Causes the fault, waits, and heals it. */
  run: () => Promise<void>;
}

const BAD_MOODS = (Object.keys(BEHAVIOURS) as MoodName[]).filter((mood) => mood !== 'good');

/** All faults of this cluster. The durations are drawn when a fault begins. */
export function faultsOf({ cluster, receiver, random, folder }: Stage): Fault[] {
  const aWhile = (low: number, high: number) => pause(random.between(low, high));
  const ofWire = (wire: TcpProxy, what: string, target: string, weights: { cut: number; slow: number }): Fault[] => [
    {
      name: `${what} cut`,
      target,
      weight: weights.cut,
      run: async () => {
        const away = random.between(0, 1_500);
        await wire.cut();
        await pause(away);
        await wire.restore();
      },
    },
    {
      name: `${what} slow`,
      target,
      weight: weights.slow,
      run: async () => {
        const away = random.between(500, 2_500);
        wire.slow(random.between(20, 150));
        await pause(away);
        await wire.restore();
      },
    },
  ];
  const ofMember = (member: Member): Fault[] => [
    {
      name: `SIGKILL ${member.name}`,
      target: member.name,
      weight: 4,
      run: async () => {
        const away = random.between(0, 1_500);
        await member.kill();
        await pause(away);
        await member.start();
      },
    },
    {
      // Longer than a lease (2 s): another worker takes over while this one still assumes to hold it.
      name: `SIGSTOP ${member.name}`,
      target: member.name,
      weight: 3,
      run: async () => {
        const asleep = random.between(500, 4_500);
        member.freeze();
        await pause(asleep);
        member.thaw();
      },
    },
    {
      name: `SIGTERM ${member.name}`,
      target: member.name,
      weight: 1,
      run: async () => {
        await member.stop();
        await member.start();
      },
    },
    ...ofWire(member.wire, `connections of ${member.name} to PostgreSQL`, member.name, { cut: 2, slow: 1 }),
  ];
  const ofPostgres: Fault[] = [
    { name: 'PostgreSQL backend SIGKILL', target: 'postgres', weight: 2, run: () => crashBackend(cluster.postgres) },
    {
      name: 'PostgreSQL immediate stop',
      target: 'postgres',
      weight: 2,
      run: () => cutPower(cluster.postgres, folder, random.between(0, 1_500)),
    },
    {
      name: 'PostgreSQL SIGSTOP',
      target: 'postgres',
      weight: 1,
      run: () => freeze(cluster.postgres, random.between(500, 2_500)),
    },
  ];
  /** One account of the acquirer dies in the middle of charges: before or after their effect, or hanging. */
  const ofAccount = (account: string): Fault => ({
    name: `the acquirer's account ${account} dies`,
    target: `account ${account}`,
    isDeath: true,
    weight: 4,
    run: async () => {
      const { acquirerAddress } = cluster;
      const kind = random.of(['drop_before', 'drop_after', 'hold', 'hold_after', 'error']);
      const away = random.between(500, 6_000);
      // A killed acquirer forgets its faults, and cannot be told any while it is away.
      await admin(acquirerAddress, 'POST', '/faults', { kind, account }).catch(() => undefined);
      await pause(away);
      await admin(acquirerAddress, 'DELETE', `/faults?account=${account}`).catch(() => undefined);
    },
  });
  const { redis, redisWire } = cluster;
  const ofRedis: Fault[] =
    redis && redisWire
      ? [
          {
            name: 'Redis FLUSHALL',
            target: 'redis',
            weight: 4,
            run: async () => void (await redis.ask((client) => client.flushall())),
          },
          {
            name: 'Redis out of memory',
            target: 'redis',
            weight: 4,
            run: async () => {
              const full = random.between(500, 3_000);
              await redis.ask((client) => client.config('SET', 'maxmemory', '1'));
              await pause(full);
              await redis.ask((client) => client.config('SET', 'maxmemory', '0'));
            },
          },
          {
            name: 'Redis SIGKILL',
            target: 'redis',
            weight: 4,
            run: async () => {
              const away = random.between(0, 2_500);
              await redis.kill();
              await pause(away);
              await redis.restart();
            },
          },
          ...ofWire(redisWire, 'connections to Redis', 'redis', { cut: 2, slow: 2 }),
          {
            name: 'Redis SIGSTOP',
            target: 'redis',
            weight: 2,
            run: async () => {
              const asleep = random.between(500, 3_000);
              redis.freeze();
              await pause(asleep);
              redis.thaw();
            },
          },
        ]
      : [];
  return [
    ...cluster.members.flatMap(ofMember),
    ...ofPostgres,
    ...ofRedis,
    ...[cluster.bank.account, ...(cluster.bank.others ?? [])].map(ofAccount),
    {
      name: 'clients cut off',
      target: 'balancer',
      weight: 3,
      run: async () => cluster.balancer.cut(),
    },
    {
      name: 'clients slow',
      target: 'balancer',
      weight: 2,
      run: async () => {
        const away = random.between(500, 2_500);
        cluster.balancer.slow(random.between(50, 400));
        await pause(away);
        cluster.balancer.slow(0);
      },
    },
    {
      name: 'receiver closes its port',
      target: 'receiver',
      weight: 2,
      run: async () => {
        const away = random.between(500, 3_000);
        await receiver.close();
        await pause(away);
        await receiver.open();
      },
    },
    {
      name: 'receiver misbehaves',
      target: 'receiver',
      weight: 6,
      run: async () => {
        receiver.mood = random.of(BAD_MOODS);
        await aWhile(500, 4_000);
        receiver.mood = 'good';
      },
    },
  ];
}

const MEAN_PAUSE_MS = 1_200;

export interface Caused {
  faults: number;
  /** Those that stopped an account of the acquirer. */
  deaths: number;
}

/** Causes faults at random moments for a time; resolves when all are healed. */
export async function breakThings(
  stage: Stage,
  { seconds, signal, note }: { seconds: number; signal: AbortSignal; note: (what: string) => void },
): Promise<Caused> {
  const { random } = stage;
  const faults = faultsOf(stage);
  const busy = new Set<string>();
  const healing: Promise<void | Error>[] = [];
  let deaths = 0;
  const endAt = Date.now() + seconds * 1_000;
  for (;;) {
    await pause(random.wait(MEAN_PAUSE_MS));
    if (Date.now() >= endAt || signal.aborted) break;
    let ticket = random.next() * faults.reduce((sum, { weight }) => sum + weight, 0);
    const fault = faults.find(({ weight }) => (ticket -= weight) < 0);
    if (!fault || busy.has(fault.target)) continue;
    busy.add(fault.target);
    note(fault.name);
    if (fault.isDeath) deaths++;
    // Kept until the end: a fault that cannot be healed must not interrupt the others.
    const whole = fault.run().catch((error: Error) => new Error(`${fault.name} could not be healed: ${error.message}`));
    healing.push(whole.finally(() => busy.delete(fault.target)));
  }
  for (const failure of await Promise.all(healing)) if (failure) throw failure;
  return { faults: healing.length, deaths };
}
