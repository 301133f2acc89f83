import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sharedAcquirer } from '../support/acquirer.js';
import { root, text } from '../support/documents.js';
import { Gateway } from '../support/gateway.js';
import { openApiDocument } from '../support/openapi-document.js';
import { type Environment, freePort, ready, start, waitFor } from '../support/processes.js';

const BUNDLE = 'api/dist';
/** Native code, a package that is served as files, and one that locates files by its folder. */
const FROM_NODE_MODULES = ['@node-rs/argon2', '@payment-gateway/sdk/script', 'pdfkit'];
/** The files that a process loaded, below the project's folder. */
const loadedBy = (log: string): string[] => {
  const loads = [...log.matchAll(/MODULE \d+: load "([^"]+)"/g)];
  return [...new Set(loads.map(([, file = '']) => path.relative(root, file)))];
};

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

  it('names, of the packages of the API, only native code and what is read from a folder', () => {
    const { dependencies } = JSON.parse(text('api/package.json')) as { dependencies: object };
    const files = readdirSync(path.join(root, BUNDLE)).filter((name) => name.endsWith('.js'));
    const required = files.flatMap((file) =>
      [...text(`${BUNDLE}/${file}`).matchAll(/require\(["'`]([^"'`]+)["'`]\)/g)].map(([, from = '']) => from),
    );
    const packages = required.filter((from) =>
      Object.keys(dependencies).some((name) => from === name || from.startsWith(`${name}/`)),
    );
    expect([...new Set(packages)].sort()).toEqual(FROM_NODE_MODULES);
    for (const file of ['main.js', 'roles.js', 'run.js', 'prepare-database.js', 'rebuild-statistics.js'])
      expect(files).toContain(file);
  });

  it('loads from other folders only native code, the files of /docs, the browser SDK, and pg, which TypeORM loads by its name', () => {
    const loaded = loadedBy(gateway.logs()).filter((file) => !file.startsWith(`${BUNDLE}/`));
    const names = loaded.map((file) => /(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? file);
    expect(names).toEqual(expect.arrayContaining(['@node-rs/argon2', 'pg', 'sdk/dist/script.js']));
    const others = names.filter(
      (name) => !/^(@node-rs\/argon2|swagger-ui-dist$|pg$|pg-|postgres-|xtend$|sdk\/dist\/script\.js$)/.test(name),
    );
    expect(others).toEqual([]);
  });

  it('starts the acquirer from half a megabyte, without Nest, in a fraction of a server’s time', async () => {
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

    const acquirer = await ready(start('acquirer', { ...env, NODE_DEBUG: 'module' }));
    await acquirer.stop();
    const files = loadedBy(acquirer.log()).filter((file) => file.startsWith(`${BUNDLE}/`));
    expect(files).toContain('api/dist/acquirer.js');
    const code = files.map(text).join('\n');
    expect(code.length).toBeLessThan(600_000);
    expect(code).not.toMatch(/NestFactory|reflect-metadata|typeorm/);
  });

  it('keeps the name of every class, so its document equals openapi.yml', async () => {
    const { servers: _, ...served } = (await gateway.shopper.get('/openapi.json')).json;
    const { servers: __, ...committed } = (await openApiDocument()) as { servers: unknown };
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
