/** Checks Redis (server, Sentinel or cluster): connection, eviction policy, persistence. */
import { setTimeout as delay } from 'node:timers/promises';
import { bad, ofApi, ok, warn } from './findings.mjs';

const TOPIC = 'Redis';
const PING_TIMEOUT_MS = 4_000;
const TIMED_OUT = Symbol('timed out');

export async function checkRedis(settings) {
  const { openRedis } = await ofApi('platform/queue/redis.js');
  const redis = openRedis(settings, 'worker');
  if (!redis) return [ok('Queue', 'on PostgreSQL: there is no Redis')];
  let fault = 'no response';
  redis.on('error', (error) => (fault = error.message || error.code || fault));
  try {
    const reply = await Promise.race([redis.ping().catch((error) => error), delay(PING_TIMEOUT_MS, TIMED_OUT)]);
    if (reply !== 'PONG') {
      const why = reply === TIMED_OUT ? fault : reply.message;
      return [bad(TOPIC, `cannot be used: ${why}`, 'start it, or correct REDIS_URL; payments are accepted meanwhile')];
    }
    const nodes = 'nodes' in redis && typeof redis.nodes === 'function' ? redis.nodes('master') : [redis];
    return (await Promise.all(nodes.map(checkNode))).flat();
  } finally {
    redis.disconnect();
  }
}

async function checkNode(node) {
  const { host, port } = node.options;
  const where = `${host}:${port}`;
  const version = /redis_version:(\S+)/.exec(await node.info('server'))?.[1] ?? '';
  const setting = async (name) => (await node.config('GET', name))[1];
  try {
    const policy = await setting('maxmemory-policy');
    const isPersistent = (await setting('appendonly')) === 'yes' || (await setting('save')) !== '';
    const findings = [];
    if (policy !== 'noeviction') {
      const text = `${where} evicts keys (${policy}): jobs would be lost`;
      findings.push(bad(TOPIC, text, 'maxmemory-policy noeviction'));
    }
    if (!isPersistent) {
      const text = `${where} does not persist: after its restart, the sweeper finds due work a few seconds later`;
      findings.push(warn(TOPIC, text, 'appendonly yes'));
    }
    return findings.length > 0 ? findings : [ok(TOPIC, `${version} at ${where}, noeviction, persistent`)];
  } catch {
    const text = `${version} at ${where} does not show its settings (CONFIG is not allowed)`;
    return [warn(TOPIC, text, 'make sure that it has noeviction and an append-only file')];
  }
}
