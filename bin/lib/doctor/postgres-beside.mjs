/** Checks the other PostgreSQL addresses: replicas that serve lists, and the database of the queues. */
import { setTimeout as delay } from 'node:timers/promises';
import { bad, ofApi, ok, warn } from './findings.mjs';
import { examine, room, value, whereOf } from './postgres-client.mjs';

const POLL_INTERVAL_MS = 50;

export async function checkReplicas(settings, processes) {
  const findings = [];
  for (const url of settings.DATABASE_REPLICA_URLS ?? []) {
    const options = { url, topic: 'Replica', setting: 'DATABASE_REPLICA_URLS' };
    findings.push(...(await examine(options, (replica) => checkReplica(replica, url, settings, processes))));
  }
  return findings;
}

async function checkReplica(replica, url, settings, { servers }) {
  const where = whereOf(url, 'DATABASE_REPLICA_URLS');
  if (!(await value(replica, 'SELECT pg_is_in_recovery()'))) {
    return [
      bad('Replica', `${where} is not a replica (any more): it serves no lists`, 'make it a standby, or remove it'),
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

/** Measures as the servers do: whether it replays the primary's current WAL position within the allowed time. */
async function isBehind(replica, settings) {
  let written;
  const primary = { url: settings.DATABASE_URL, topic: 'Replica', setting: 'DATABASE_URL', away: [] };
  await examine(primary, async (client) => {
    written = await value(client, 'SELECT pg_current_wal_lsn()');
    return [];
  });
  if (!written) return undefined; // the check of the primary reports that it is unavailable
  const until = Date.now() + settings.DATABASE_REPLICA_MAX_LAG;
  do {
    if (await value(replica, 'SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn', [written])) return undefined;
    await delay(POLL_INTERVAL_MS);
  } while (Date.now() < until);
  return 'check pg_stat_replication on the primary, and disk and CPU of the replica';
}

export async function checkQueueDatabase(settings, { servers, workers }) {
  const { QUEUE_DATABASE_URL: url, ...others } = settings;
  if (!url) return [];
  const topic = 'Queue';
  const { hasRedis } = await ofApi('platform/queue/redis.js');
  if (hasRedis(settings))
    return [warn(topic, 'QUEUE_DATABASE_URL is not used: the queues are on Redis', 'keep one of the two')];
  const { queueConnections } = await ofApi('platform/queue/backend.js');
  // The connections that they would otherwise open to DATABASE_URL.
  const needed = servers * queueConnections(others, 'server') + workers * queueConnections(others, 'worker');
  return examine({ url, topic, setting: 'QUEUE_DATABASE_URL' }, async (client) => {
    if (await value(client, 'SELECT pg_is_in_recovery()')) {
      const text = `${whereOf(url, topic)} is a standby: it is read-only`;
      return [bad(topic, text, 'set QUEUE_DATABASE_URL to a primary')];
    }
    return room(client, topic, needed, { servers, workers });
  });
}
