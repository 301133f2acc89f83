/** The other PostgreSQL addresses: replicas that lists are read from, and the one that holds the queues. */
import { setTimeout as delay } from 'node:timers/promises';
import { bad, ofApi, ok, warn } from './findings.mjs';
import { examine, room, value, whereOf } from './postgres.mjs';

const LOOK_EVERY_MS = 50;

export async function lookAtReplicas(settings, processes) {
  const findings = [];
  for (const url of settings.DATABASE_REPLICA_URLS ?? []) {
    const options = { url, topic: 'Replica', setting: 'DATABASE_REPLICA_URLS' };
    findings.push(...(await examine(options, (replica) => lookAtReplica(replica, url, settings, processes))));
  }
  return findings;
}

async function lookAtReplica(replica, url, settings, { servers }) {
  const where = whereOf(url, 'DATABASE_REPLICA_URLS');
  if (!(await value(replica, 'SELECT pg_is_in_recovery()'))) {
    return [
      bad('Replica', `${where} is no replica (any more): it serves no lists`, 'make it a standby, or take it out'),
    ];
  }
  const behind = await isBehind(replica, settings);
  const found = behind
    ? warn(
        'Replica',
        `${where} is more than ${settings.DATABASE_REPLICA_MAX_LAG} ms behind: it serves no lists`,
        behind,
      )
    : ok('Replica', `${where} follows`);
  const needed = servers * settings.DATABASE_POOL_SIZE;
  return [found, ...(await room(replica, 'Replica', needed, { servers, workers: 0 }))];
}

/** Asked as the servers ask: has it replayed, within the time allowed, what the primary has written by now? */
async function isBehind(replica, settings) {
  let written;
  const primary = { url: settings.DATABASE_URL, topic: 'Replica', setting: 'DATABASE_URL', away: [] };
  await examine(primary, async (client) => {
    written = await value(client, 'SELECT pg_current_wal_lsn()');
    return [];
  });
  if (!written) return undefined; // that the primary is away has been said
  const until = Date.now() + settings.DATABASE_REPLICA_MAX_LAG;
  do {
    if (await value(replica, 'SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn', [written])) return undefined;
    await delay(LOOK_EVERY_MS);
  } while (Date.now() < until);
  return 'look at pg_stat_replication on the primary, and at the disk and CPU of the replica';
}

export async function lookAtQueueDatabase(settings, { servers, workers }) {
  const { QUEUE_DATABASE_URL: url, ...others } = settings;
  if (!url) return [];
  const topic = 'Queue';
  const { hasRedis } = await ofApi('platform/queue/redis.js');
  if (hasRedis(settings)) return [warn(topic, 'QUEUE_DATABASE_URL is not used: the queues are on Redis', 'keep one')];
  const { queueConnections } = await ofApi('platform/queue/backend.js');
  // What they would open to DATABASE_URL they open here.
  const needed = servers * queueConnections(others, 'server') + workers * queueConnections(others, 'worker');
  return examine({ url, topic, setting: 'QUEUE_DATABASE_URL' }, async (client) => {
    if (await value(client, 'SELECT pg_is_in_recovery()')) {
      const said = `${whereOf(url, topic)} is a standby: it can only be read`;
      return [bad(topic, said, 'QUEUE_DATABASE_URL names a primary')];
    }
    return room(client, topic, needed, { servers, workers });
  });
}
