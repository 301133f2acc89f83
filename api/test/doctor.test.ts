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
