/** The gateway's database in the embedded server. Its owner is not a superuser. */
import { fromApi } from './project.mjs';

export const USER = 'gateway_user';
export const DATABASE = 'payment_gateway';

async function connected(connectionString, work) {
  const { Client } = fromApi('pg');
  const client = new Client({ connectionString, ssl: false });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Creates role and database if they are missing; returns the value for DATABASE_URL. */
export async function gatewayDatabase(server) {
  const url = server.url(USER, DATABASE);
  await connected(server.adminUrl(), async (client) => {
    const { rows: users } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [USER]);
    const password = client.escapeLiteral(new URL(url).password);
    if (users.length === 0) await client.query(`CREATE ROLE ${USER} LOGIN PASSWORD ${password}`);
    const { rows: databases } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (databases.length === 0) await client.query(`CREATE DATABASE ${DATABASE} OWNER ${USER}`);
  });
  // Only a superuser may create the extension, which measurements of statements use.
  await connected(server.adminUrl(DATABASE), (client) =>
    client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements'),
  );
  return url;
}
