/** PostgreSQL: reachable, of the right version, migrated, durable, with room for every process, and on our time. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { DATABASE, USER } from '../gateway-database.mjs';
import { clusterIn, credentialsIn, lastingFolder } from '../postgres-folder.mjs';
import { fromApi } from '../project.mjs';
import { bad, ofApi, ok, warn } from './findings.mjs';

const TOPIC = 'PostgreSQL';
const VERSION = 18;
/** Besides its pool: health, the simulated bank and the queue (when that is on PostgreSQL). */
const BESIDES = { server: 1 + 4 + 2, worker: 1 + 4 + 6 };
const SKEW_MS = 500;
const MUCH_SKEW_MS = 5_000;
/** A commit that these leave unwritten is a payment that a power cut takes back. */
const DURABLE = ['fsync', 'full_page_writes', 'synchronous_commit'];

export async function lookAtPostgres(settings, processes) {
  const url = settings.embedded ? embeddedUrl() : settings.DATABASE_URL;
  if (!url) return [ok(TOPIC, 'embedded; the first `npm start` makes it')];
  const { Client } = fromApi('pg');
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 3_000, query_timeout: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    if (settings.embedded) return [ok(TOPIC, 'embedded, not running now; `npm start` starts it')];
    const where = URL.canParse(url) ? new URL(url).host : 'DATABASE_URL';
    return [
      bad(TOPIC, `cannot be used at ${where}: ${error.message || error.code}`, 'start it, or correct DATABASE_URL'),
    ];
  }
  try {
    const looks = [version, migrations, durability, connections, clock];
    const findings = [];
    for (const look of looks) findings.push(...(await look(client, settings, processes)));
    return findings;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Undefined where there is no cluster yet. */
function embeddedUrl() {
  const folder = lastingFolder();
  if (!existsSync(path.join(clusterIn(folder), 'PG_VERSION'))) return undefined;
  const { gateway_user: password, port } = credentialsIn(folder);
  return `postgresql://${USER}:${password}@127.0.0.1:${port}/${DATABASE}`;
}

async function value(client, text) {
  const { rows } = await client.query({ text, rowMode: 'array' });
  return rows[0]?.[0];
}

async function version(client) {
  const number = Number(await value(client, 'SHOW server_version_num'));
  const said = await value(client, 'SHOW server_version');
  if (Math.floor(number / 10_000) >= VERSION) return [ok(TOPIC, said)];
  return [bad(TOPIC, `${said} is too old: ${VERSION} is needed`, 'upgrade it: pg_upgrade, or dump and restore')];
}

async function migrations(client, settings) {
  const { dataSourceOptions } = await ofApi('database/data-source.js');
  const wanted = dataSourceOptions(settings).migrations.map((Migration) => new Migration().name ?? Migration.name);
  const there = await value(client, `SELECT to_regclass('public.migrations') IS NOT NULL`);
  const { rows } = there ? await client.query('SELECT name FROM migrations') : { rows: [] };
  const done = rows.map(({ name }) => name);
  const missing = wanted.filter((name) => !done.includes(name));
  const unknown = done.filter((name) => !wanted.includes(name));
  const findings = [];
  if (missing.length > 0) {
    findings.push(bad('Migrations', `not applied: ${missing.join(', ')}`, 'node api/dist/main.js migrate'));
  }
  if (unknown.length > 0) {
    const said = `the database is newer than this program: ${unknown.join(', ')}`;
    findings.push(warn('Migrations', said, 'finish the upgrade of every server and worker'));
  }
  return findings.length > 0 ? findings : [ok('Migrations', `all ${wanted.length} applied`)];
}

async function durability(client) {
  const findings = [];
  for (const name of DURABLE) {
    if ((await value(client, `SHOW ${name}`)) !== 'off') continue;
    findings.push(bad(TOPIC, `${name} is off: an accepted payment may be lost`, `set ${name} = on`));
  }
  return findings;
}

async function connections(client, { DATABASE_POOL_SIZE: pool }, { servers, workers }) {
  const allowed = Number(await value(client, 'SHOW max_connections'));
  const reserved = Number(await value(client, 'SHOW superuser_reserved_connections'));
  const needed = servers * (pool + BESIDES.server) + workers * (pool + BESIDES.worker);
  const said = `${needed} needed by ${servers} server and ${workers} worker processes, ${allowed - reserved} there`;
  if (needed <= allowed - reserved) return [ok('Connections', said)];
  return [bad('Connections', said, 'raise max_connections, or lower DATABASE_POOL_SIZE')];
}

/** The database's clock decides leases and due times, ours the times of signatures. */
async function clock(client) {
  const before = Date.now();
  const theirs = Number(await value(client, 'SELECT extract(epoch FROM clock_timestamp()) * 1000'));
  const skew = Math.round(theirs - (before + Date.now()) / 2);
  const said = `the database's is ${Math.abs(skew)} ms ${skew < 0 ? 'behind' : 'ahead of'} ours`;
  const mend = 'run NTP (chrony, systemd-timesyncd) on both machines';
  if (Math.abs(skew) > MUCH_SKEW_MS) return [bad('Clock', said, mend)];
  return [Math.abs(skew) > SKEW_MS ? warn('Clock', said, mend) : ok('Clock', said)];
}
