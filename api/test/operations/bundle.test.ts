import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { sharedAcquirer } from '../support/acquirer.js';
import { root, text } from '../support/documents.js';
import { Gateway } from '../support/gateway.js';
import { type Environment, freePort, ready, start, waitFor } from '../support/processes.js';

const BUNDLE = 'api/dist';
/** Native code, and packages that are served as files. */
const FROM_NODE_MODULES = ['@node-rs/argon2', '@payment-gateway/sdk/script'];

const PLACE = /file:\/\/[^\s()"]*\/(api\/src\/[\w/.-]+\.ts):(\d+):\d+/g;
/** The lines of source that a stack names. */
const linesOf = (stack: string) =>
  [...stack.matchAll(PLACE)].map(([, file = '', line]) => text(file).split('\n')[Number(line) - 1]?.trim());

describe('the API as one bundle', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ worker: false, env: { NODE_DEBUG: 'module' } });
  });
  afterAll(() => gateway.stop());

  it('loads only itself and native code, and no other package', () => {
    const files = readdirSync(path.join(root, BUNDLE)).filter((name) => name.endsWith('.js'));
    const imported = files.flatMap((file) =>
      [...text(`${BUNDLE}/${file}`).matchAll(/(?:^|;)import(?:[^'"();]*?from)? ?["']([^"']+)["']/gm)].map(
        ([, from = '']) => from,
      ),
    );
    const packages = imported.filter((from) => !from.startsWith('.') && !from.startsWith('node:'));
    expect([...new Set(packages)].filter((one) => !builtinModules.includes(one)).sort()).toEqual(FROM_NODE_MODULES);
    for (const file of ['main.js', 'roles.js', 'run.js', 'prepare-database.js', 'rebuild-statistics.js'])
      expect(files).toContain(file);
  });

  it('loads from their folders only native code, the files of /docs, and pg, which TypeORM loads by its name', () => {
    const loaded = [...gateway.logs().matchAll(/MODULE \d+: load "[^"]*\/node_modules\/((?:@[^/"]+\/)?[^/"]+)/g)];
    const names = [...new Set(loaded.map(([, name = '']) => name))].sort();
    expect(names).toEqual(expect.arrayContaining(['@node-rs/argon2', 'pg']));
    const others = names.filter((name) => !/^(@node-rs\/argon2|swagger-ui-dist$|pg$|pg-|postgres-|xtend$)/.test(name));
    expect(others).toEqual([]);
  });

  it('starts the acquirer from half a megabyte, without Nest, in a fraction of a server’s time', async () => {
    const loaded = new Set<string>();
    const load = (file: string): void => {
      if (loaded.has(file)) return;
      loaded.add(file);
      for (const [, from = ''] of text(`${BUNDLE}/${file}`).matchAll(/(?:from|import) ?"\.\/([\w.-]+\.js)"/g))
        load(from);
    };
    load('main.js');
    load('acquirer.js');
    const code = [...loaded].map((file) => text(`${BUNDLE}/${file}`)).join('\n');
    expect(code.length).toBeLessThan(600_000);
    expect(code).not.toMatch(/NestFactory|reflect-metadata|typeorm/);
    const bootTime = async (role: 'server' | 'acquirer', env: Environment): Promise<number> => {
      const began = performance.now();
      const process = await ready(start(role, env));
      const took = performance.now() - began;
      await process.stop();
      return took;
    };
    const PORT = String(await freePort());
    const server = await bootTime('server', { ...gateway.environment, PORT });
    const env = { ACQUIRER_DATABASE_URL: sharedAcquirer().databaseUrl, ACQUIRER_PORT: String(await freePort()) };
    expect((await bootTime('acquirer', env)) / server).toBeLessThan(0.6);
  });

  it('keeps the name of every class, so its document equals openapi.yml', async () => {
    const { servers: _, ...served } = (await gateway.shopper.get('/openapi.json')).json;
    const { servers: __, ...committed } = parse(text('openapi.yml'));
    expect(served).toEqual(committed);
  });

  it('logs errors with the line of the source', async () => {
    await gateway.db.query('ALTER TABLE orders RENAME TO moved');
    expect((await gateway.api.get('/api/v1/orders')).status).toBe(500);
    await gateway.db.query('ALTER TABLE moved RENAME TO orders');
    const failed = await waitFor(() =>
      gateway
        .logs()
        .split('\n')
        .find((line) => line.includes('request failed')),
    );
    expect(linesOf(JSON.parse(failed).err.stack)).toContainEqual(expect.stringContaining('await pageOrCounted('));
  });

  it('ends with the line of the source if an error is not caught', async () => {
    const nowhere = new URL(gateway.environment['DATABASE_URL'] ?? '');
    nowhere.pathname = '/no_such_database';
    const migrate = start('migrate', { DATABASE_URL: nowhere.href });
    await once(migrate.child, 'close');
    expect([migrate.child.exitCode, migrate.log()]).toEqual([1, expect.stringContaining('no_such_database')]);
    expect(linesOf(migrate.log())).toContain('await acquirer.prepare().finally(() => acquirer.close());');
  });
});
