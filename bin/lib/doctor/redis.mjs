/** Redis, in whichever shape: reachable, never evicting, keeping its data. */
import { setTimeout as delay } from 'node:timers/promises';
import { bad, ofApi, ok, warn } from './findings.mjs';

const TOPIC = 'Redis';
const PATIENCE_MS = 4_000;
const LATE = Symbol('late');

export async function lookAtRedis(settings) {
  const { openRedis } = await ofApi('platform/queue/redis.js');
  const redis = openRedis(settings, 'worker');
  if (!redis) return [ok('Queue', 'on PostgreSQL: there is no Redis')];
  let fault = 'it does not answer';
  redis.on('error', (error) => (fault = error.message || error.code || fault));
  try {
    const answer = await Promise.race([redis.ping().catch((error) => error), delay(PATIENCE_MS, LATE)]);
    if (answer !== 'PONG') {
      const why = answer === LATE ? fault : answer.message;
      return [bad(TOPIC, `cannot be used: ${why}`, 'start it, or correct REDIS_URL; payments are accepted meanwhile')];
    }
    const nodes = 'nodes' in redis && typeof redis.nodes === 'function' ? redis.nodes('master') : [redis];
    return (await Promise.all(nodes.map(lookAtNode))).flat();
  } finally {
    redis.disconnect();
  }
}

async function lookAtNode(node) {
  const { host, port } = node.options;
  const where = `${host}:${port}`;
  const version = /redis_version:(\S+)/.exec(await node.info('server'))?.[1] ?? '';
  const setting = async (name) => (await node.config('GET', name))[1];
  try {
    const policy = await setting('maxmemory-policy');
    const keeps = (await setting('appendonly')) === 'yes' || (await setting('save')) !== '';
    const findings = [];
    if (policy !== 'noeviction') {
      const said = `${where} evicts (${policy}): jobs would vanish`;
      findings.push(bad(TOPIC, said, 'maxmemory-policy noeviction'));
    }
    if (!keeps) {
      const said = `${where} keeps nothing on disk: after a restart of it the sweeper finds all that is due, a little later`;
      findings.push(warn(TOPIC, said, 'appendonly yes'));
    }
    return findings.length > 0 ? findings : [ok(TOPIC, `${version} at ${where}, noeviction, on disk`)];
  } catch {
    const said = `${version} at ${where} does not show its settings (CONFIG is closed)`;
    return [warn(TOPIC, said, 'see that it is noeviction and keeps an append-only file')];
  }
}
