import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Gateway, redisUrl } from './support/gateway.js';
import { type Environment, freePort, startProgram } from './support/processes.js';
import { RedisServer } from './support/redis.js';

const DOCTOR = fileURLToPath(new URL('../../bin/doctor.mjs', import.meta.url));
const withRedis = redisUrl() ? describe : describe.skip;

describe('the doctor', () => {
  let gateway: Gateway;
  let folder: string;
  let free: Environment;
  beforeAll(async () => {
    gateway = await Gateway.start();
    folder = mkdtempSync(path.join(os.tmpdir(), 'doctor-'));
    const ports = await Promise.all([freePort(), freePort(), freePort()]);
    free = { PORT: `${ports[0]}`, DASHBOARD_PORT: `${ports[1]}`, CHECKOUT_PORT: `${ports[2]}` };
  });
  afterAll(async () => {
    await gateway.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Its exit code and its words. No `.env` of whoever runs the tests has a say. */
  const examine = async (env: Environment = {}, args: string[] = [], node: string[] = []) => {
    const words = [...node, DOCTOR, '--env', path.join(folder, 'none.env'), ...args];
    const { DATABASE_URL = '' } = gateway.environment;
    const doctor = startProgram(words, { DATABASE_URL, ...free, ...env });
    await once(doctor.child, 'close');
    return { code: doctor.child.exitCode, said: doctor.log() };
  };
  const envFile = (name: string, text: string, mode = 0o600) => {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    chmodSync(file, mode);
    return file;
  };

  it('finds nothing to mend where all is well, and ends with 0', async () => {
    const { code, said } = await examine();
    expect(said).toContain('Nothing has to be mended');
    for (const topic of [
      'Node',
      'Build',
      'Disk',
      'Settings',
      'Ports',
      'PostgreSQL',
      'Migrations',
      'Connections',
      'Clock',
    ]) {
      expect(said).toMatch(new RegExp(`[✓!] ${topic} `));
    }
    expect([code, said.includes('✗')]).toEqual([0, false]);
  });

  it('names every setting that is wrong', async () => {
    const { code, said } = await examine({ PORT: 'nine', BANK_TIMEOUT: '5 apples' });
    expect([code, said]).toEqual([1, expect.stringMatching(/✗ Settings +PORT: .*\n.*✗ Settings +BANK_TIMEOUT: /)]);
  });

  it('knows a misspelt setting, and what was meant', async () => {
    const { code, said } = await examine({}, ['--env', envFile('typo.env', 'WEBHOOK_TIMOUT=5s\nLOG_LEVEL=warn\n')]);
    expect([code, said]).toEqual([
      0,
      expect.stringMatching(/! Settings +WEBHOOK_TIMOUT .*\n.*is WEBHOOK_TIMEOUT meant/),
    ]);
    expect(said).not.toContain('LOG_LEVEL');
  });

  it('outside demo runs it wants strong secrets, https and an .env that nobody else reads', async () => {
    const real = { DEMO: 'false', METRICS_TOKEN: 'short', PUBLIC_API_URL: 'http://pay.example' };
    const missing = await examine(real);
    expect([missing.code, missing.said]).toEqual([
      1,
      expect.stringContaining('✗ Settings        ENCRYPTION_KEY: is missing'),
    ]);
    const file = envFile(
      'real.env',
      `ENCRYPTION_KEY=${Buffer.from('0123456789abcdefghijklmnopqrstuv').toString('base64')}`,
      0o644,
    );
    const url = new URL(gateway.environment['DATABASE_URL'] ?? '');
    const weak = await examine(real, ['--env', file]);
    expect(weak.code).toBe(1);
    for (const fault of [
      'METRICS_TOKEN is shorter',
      'real.env can be read by other users',
      'PUBLIC_API_URL is not https',
    ]) {
      expect(weak.said).toContain(fault);
    }
    url.password = 'secret';
    expect((await examine({ ...real, DATABASE_URL: url.href }, ['--env', file])).said).toContain(
      'the password in DATABASE_URL',
    );
    expect(weak.said).not.toContain('the password in DATABASE_URL');
  });

  it('finds a port that another program has, and knows the gateway on its own', async () => {
    const other = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const taken = await examine({ CHECKOUT_PORT: String(port) });
    other.close();
    expect([taken.code, taken.said]).toEqual([
      1,
      expect.stringContaining(`CHECKOUT_PORT=${port} is taken by another program`),
    ]);
    expect((await examine({ PORT: String(gateway.port) })).code).toBe(0);
    const { PORT = '' } = free;
    expect((await examine({ CHECKOUT_PORT: PORT })).said).toContain(`CHECKOUT_PORT and PORT are both ${PORT}`);
  });

  it('finds a database that is away, not migrated, not durable or too small', async () => {
    const away = await examine({ DATABASE_URL: `postgres://nobody:secret@127.0.0.1:${free['PORT']}/none` });
    expect([away.code, away.said]).toEqual([
      1,
      expect.stringMatching(/✗ PostgreSQL +cannot be used at 127\.0\.0\.1.*\n.*start it/),
    ]);
    expect(away.said).not.toContain('secret');
    const crowded = await examine({}, ['--workers', '50']);
    expect([crowded.code, crowded.said]).toEqual([1, expect.stringMatching(/✗ Connections .* 50 worker processes/)]);
    const { rows } = await gateway.db.query<{ name: string }>('SELECT current_database() AS name');
    await gateway.db.query(`ALTER DATABASE ${rows[0]?.name} SET synchronous_commit = off`);
    await gateway.db.query(`UPDATE migrations SET name = 'Not' || name WHERE name LIKE 'Reports%'`);
    const ill = await examine();
    expect([ill.code, ill.said]).toEqual([
      1,
      expect.stringMatching(/✗ Migrations +not applied: Reports\d+\n.*main\.js migrate/),
    ]);
    expect(ill.said).toContain('synchronous_commit is off');
    expect(ill.said).toMatch(/! Migrations +the database is newer than this program: NotReports\d+/);
    await gateway.db.query(`UPDATE migrations SET name = substr(name, 4) WHERE name LIKE 'NotReports%'`);
    await gateway.db.query(`ALTER DATABASE ${rows[0]?.name} RESET synchronous_commit`);
  });

  it('counts connections as the processes do, with and without Redis, and knows the limits of role and database', async () => {
    const sum = (said: string) =>
      /Connections +(\d+) needed by 1 server and 2 worker processes, (\d+) there/.exec(said);
    const without = sum((await examine({}, ['--workers', '2'])).said);
    // 12 of the pool, 4 of the bank, 1 of /health or the figures; the queues of a server 6, of a worker 39.
    expect(Number(without?.[1])).toBe(12 + 4 + 1 + 6 + 2 * (12 + 4 + 1 + 39));
    const { rows } = await gateway.db.query<{ name: string; room: number }>(
      `SELECT current_database() AS name, current_setting('max_connections')::int
         - current_setting('superuser_reserved_connections')::int - current_setting('reserved_connections')::int AS room`,
    );
    expect(Number(without?.[2])).toBe(rows[0]?.room);
    const redis = { REDIS_URL: `redis://127.0.0.1:${free['PORT']}` };
    expect(sum((await examine(redis, ['--workers', '2'])).said)?.[1]).toBe(String(3 * (12 + 4 + 1)));
    await gateway.db.query(`ALTER DATABASE ${rows[0]?.name} CONNECTION LIMIT 100`);
    const limited = await examine({}, ['--workers', '2']);
    await gateway.db.query(`ALTER DATABASE ${rows[0]?.name} CONNECTION LIMIT -1`);
    expect([limited.code, limited.said]).toEqual([1, expect.stringMatching(/✗ Connections +135 needed .*, 100 there/)]);
  });

  it('behind a pooler it wants the limits of the role', async () => {
    const { DATABASE_URL = '' } = gateway.environment;
    const pooled = await examine({ PG_PREPARED: 'off', QUEUE_DATABASE_URL: DATABASE_URL });
    expect([pooled.code, pooled.said]).toEqual([
      0,
      expect.stringMatching(
        /! Connections +behind a pooler the role lacks limits: idle_in_transaction_session_timeout/,
      ),
    ]);
    expect(pooled.said).toMatch(/✓ Queue +45 needed by 1 server and 1 worker processes/);
  });

  it('looks at the replicas and at the database of the queues as well', async () => {
    const { DATABASE_URL = '' } = gateway.environment;
    const away = `postgres://nobody:secret@127.0.0.1:${free['PORT']}/none`;
    const { code, said } = await examine({
      DATABASE_REPLICA_URLS: `${DATABASE_URL},${away}`,
      QUEUE_DATABASE_URL: away,
    });
    expect([code, said]).toEqual([1, expect.stringMatching(/✗ Replica +\S+ is no replica/)]);
    expect(said).toMatch(/✗ Replica +cannot be used at 127\.0\.0\.1.*\n.*correct DATABASE_REPLICA_URLS/);
    expect(said).toMatch(/✗ Queue +cannot be used at 127\.0\.0\.1.*\n.*correct QUEUE_DATABASE_URL/);
    expect(said).not.toContain('secret');
  });

  it('finds a clock that goes wrong', async () => {
    const late = 'const now = Date.now; Date.now = () => now() - 60_000;';
    const { code, said } = await examine({}, [], ['--import', `data:text/javascript,${encodeURIComponent(late)}`]);
    expect([code, said]).toEqual([
      1,
      expect.stringMatching(/✗ Clock +the database's is (59|60)\d{3} ms ahead of ours/),
    ]);
  });

  withRedis('of Redis (skipped where no redis-server is installed)', () => {
    let redis: RedisServer;
    beforeAll(async () => {
      redis = await RedisServer.start();
    });
    afterAll(() => redis.kill());
    const set = (name: string, value: string) => redis.ask((client) => client.config('SET', name, value));

    it('wants it reachable, never evicting and on disk', async () => {
      const memoryOnly = await examine({ REDIS_URL: redis.url });
      expect([memoryOnly.code, memoryOnly.said]).toEqual([0, expect.stringMatching(/! Redis .*keeps nothing on disk/)]);
      await set('maxmemory-policy', 'allkeys-lru');
      const evicting = await examine({ REDIS_URL: redis.url });
      expect([evicting.code, evicting.said]).toEqual([1, expect.stringMatching(/✗ Redis .*evicts \(allkeys-lru\)/)]);
      await redis.kill();
      const away = await examine({ REDIS_URL: redis.url });
      expect([away.code, away.said]).toEqual([1, expect.stringMatching(/✗ Redis +cannot be used: .*ECONNREFUSED/)]);
    });
  });
});
