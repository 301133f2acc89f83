/** Connections of the doctor to PostgreSQL, and what its checks of each address share. */
import { fromApi } from '../project.mjs';
import { bad, ofApi, ok } from './findings.mjs';

/** The findings of `check` over a connection of its own. Without a connection: `away`, or a finding about that. */
export async function examine({ url, topic, setting, away }, check) {
  const { Client } = fromApi('pg');
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 3_000, query_timeout: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    if (away) return away;
    const text = `cannot be used at ${whereOf(url, setting)}: ${error.message || error.code}`;
    return [bad(topic, text, `start it, or correct ${setting}`)];
  }
  try {
    return await check(client);
  } finally {
    await client.end().catch(() => {});
  }
}

export const whereOf = (url, setting) => (URL.canParse(url) ? new URL(url).host : setting);

/** The first column of the first row. */
export async function value(client, text, values) {
  const { rows } = await client.query({ text, values, rowMode: 'array' });
  return rows[0]?.[0];
}

/** Whether this role may open `needed` connections to this database. */
export async function room(client, topic, needed, { servers, workers }) {
  const { CONNECTION_LIMIT } = await ofApi('boot/pool-budget.js');
  const { allowed } = (await client.query(CONNECTION_LIMIT.text)).rows[0];
  const processes = `${servers} server and ${workers} worker processes`;
  const text = `${needed} needed by ${processes}, ${allowed} allowed`;
  if (needed <= allowed) return [ok(topic, text)];
  return [
    bad(topic, text, 'raise max_connections (or the limit of the role or database), or lower DATABASE_POOL_SIZE'),
  ];
}
