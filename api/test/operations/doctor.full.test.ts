import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Consultation } from '../support/doctor.js';
import { redisUrl } from '../support/gateway.js';
import { RedisServer } from '../support/redis.js';

const withRedis = redisUrl() ? describe : describe.skip;

let consultation: Consultation;
beforeAll(async () => {
  consultation = await Consultation.begin();
});
afterAll(() => consultation.end());

const examine = (...given: Parameters<Consultation['examine']>) => consultation.examine(...given);

describe('the doctor on databases, their limits and Redis', () => {
  it('finds a database that is unreachable, not migrated, not durable or too small', async () => {
    const away = await examine({
      DATABASE_URL: `postgres://nobody:secret@127.0.0.1:${consultation.free['PORT']}/none`,
    });
    expect([away.code, away.said]).toEqual([
      1,
      expect.stringMatching(/✗ PostgreSQL +cannot be used at 127\.0\.0\.1.*\n.*start it/),
    ]);
    expect(away.said).not.toContain('secret');
    const crowded = await examine({}, ['--workers', '50']);
    expect([crowded.code, crowded.said]).toEqual([1, expect.stringMatching(/✗ Connections .* 50 worker processes/)]);
    const { rows } = await consultation.gateway.db.query<{ name: string }>('SELECT current_database() AS name');
    await consultation.gateway.db.query(`ALTER DATABASE ${rows[0]?.name} SET synchronous_commit = off`);
    await consultation.gateway.db.query(`UPDATE migrations SET name = 'Not' || name WHERE name LIKE 'Reports%'`);
    const ill = await examine();
    expect([ill.code, ill.said]).toEqual([
      1,
      expect.stringMatching(/✗ Migrations +not applied: Reports\d+\n.*main\.js migrate/),
    ]);
    expect(ill.said).toContain('synchronous_commit is off');
    expect(ill.said).toMatch(/! Migrations +the database is newer than this program: NotReports\d+/);
    await consultation.gateway.db.query(`UPDATE migrations SET name = substr(name, 4) WHERE name LIKE 'NotReports%'`);
    await consultation.gateway.db.query(`ALTER DATABASE ${rows[0]?.name} RESET synchronous_commit`);
  });

  it('counts connections like the processes, with and without Redis, and reads the limits of role and database', async () => {
    const sum = (said: string) =>
      /Connections +(\d+) needed by 1 server and 2 worker processes, (\d+) allowed/.exec(said);
    const without = sum((await examine({}, ['--workers', '2'])).said);
    // 12 of the pool, 1 of /health or the figures; the queues of a server 6, of a worker 39.
    expect(Number(without?.[1])).toBe(12 + 1 + 6 + 2 * (12 + 1 + 39));
    const { rows } = await consultation.gateway.db.query<{ name: string; room: number }>(
      `SELECT current_database() AS name, current_setting('max_connections')::int
         - current_setting('superuser_reserved_connections')::int - current_setting('reserved_connections')::int AS room`,
    );
    expect(Number(without?.[2])).toBe(rows[0]?.room);
    const redis = { REDIS_URL: `redis://127.0.0.1:${consultation.free['PORT']}` };
    expect(sum((await examine(redis, ['--workers', '2'])).said)?.[1]).toBe(String(3 * (12 + 1)));
    await consultation.gateway.db.query(`ALTER DATABASE ${rows[0]?.name} CONNECTION LIMIT 100`);
    const limited = await examine({}, ['--workers', '2']);
    await consultation.gateway.db.query(`ALTER DATABASE ${rows[0]?.name} CONNECTION LIMIT -1`);
    expect([limited.code, limited.said]).toEqual([
      1,
      expect.stringMatching(/✗ Connections +123 needed .*, 100 allowed/),
    ]);
  });

  it('requires the limits of the role behind a pooler', async () => {
    const { DATABASE_URL = '' } = consultation.gateway.environment;
    const pooled = await examine({ PG_PREPARED: 'off', QUEUE_DATABASE_URL: DATABASE_URL });
    expect([pooled.code, pooled.said]).toEqual([
      0,
      expect.stringMatching(
        /! Connections +behind a pooler the role lacks timeouts: idle_in_transaction_session_timeout/,
      ),
    ]);
    expect(pooled.said).toMatch(/✓ Queue +45 needed by 1 server and 1 worker processes/);
  });

  it('checks the replicas and the database of the queues as well', async () => {
    const { DATABASE_URL = '' } = consultation.gateway.environment;
    const away = `postgres://nobody:secret@127.0.0.1:${consultation.free['PORT']}/none`;
    const { code, said } = await examine({
      DATABASE_REPLICA_URLS: `${DATABASE_URL},${away}`,
      QUEUE_DATABASE_URL: away,
    });
    expect([code, said]).toEqual([1, expect.stringMatching(/✗ Replica +\S+ is not a replica/)]);
    expect(said).toMatch(/✗ Replica +cannot be used at 127\.0\.0\.1.*\n.*correct DATABASE_REPLICA_URLS/);
    expect(said).toMatch(/✗ Queue +cannot be used at 127\.0\.0\.1.*\n.*correct QUEUE_DATABASE_URL/);
    expect(said).not.toContain('secret');
  });

  it('finds a clock that is wrong', async () => {
    const late = 'const now = Date.now; Date.now = () => now() - 60_000;';
    const { code, said } = await examine({}, [], ['--import', `data:text/javascript,${encodeURIComponent(late)}`]);
    expect([code, said]).toEqual([
      1,
      expect.stringMatching(/✗ Clock +the database's is (59|60)\d{3} ms ahead of ours/),
    ]);
  });

  withRedis('on Redis (skipped if no redis-server is installed)', () => {
    let redis: RedisServer;
    beforeAll(async () => {
      redis = await RedisServer.start();
    });
    afterAll(() => redis.kill());
    const set = (name: string, value: string) => redis.ask((client) => client.config('SET', name, value));

    it('requires it to be reachable, never evicting and persistent', async () => {
      const memoryOnly = await examine({ REDIS_URL: redis.url });
      expect([memoryOnly.code, memoryOnly.said]).toEqual([0, expect.stringMatching(/! Redis .*does not persist/)]);
      await set('maxmemory-policy', 'allkeys-lru');
      const evicting = await examine({ REDIS_URL: redis.url });
      expect([evicting.code, evicting.said]).toEqual([
        1,
        expect.stringMatching(/✗ Redis .*evicts keys \(allkeys-lru\)/),
      ]);
      await redis.kill();
      const away = await examine({ REDIS_URL: redis.url });
      expect([away.code, away.said]).toEqual([1, expect.stringMatching(/✗ Redis +cannot be used: .*ECONNREFUSED/)]);
    });
  });
});
