import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** Migrated and seeded once by global-setup.mjs; every test file clones it. */
const TEMPLATE = 'gateway_template';

/** The server that `npm test` started, as its superuser. */
export function serverUrl(database: string): string {
  const url = new URL(process.env['TEST_DATABASE_URL'] ?? '');
  url.pathname = `/${database}`;
  return url.toString();
}

export async function asSuperuser<T>(work: (client: pg.Client) => Promise<T>, database = 'postgres'): Promise<T> {
  const client = new pg.Client({ connectionString: serverUrl(database) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A database for one test file. */
export async function cloneTemplate(): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asSuperuser((client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`));
  const drop = () => asSuperuser(async (client) => void (await client.query(`DROP DATABASE ${name} WITH (FORCE)`)));
  return { url: serverUrl(name), drop };
}

/** The same with a connection to it; `close` ends both. */
export async function connectToClone(): Promise<{ db: pg.Client; close: () => Promise<void> }> {
  const { url, drop } = await cloneTemplate();
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  return {
    db,
    async close() {
      await db.end();
      await drop();
    },
  };
}
