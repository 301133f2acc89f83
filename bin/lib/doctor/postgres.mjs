/** PostgreSQL: reachable, of the right version, migrated, durable, with room for every process, and on our time. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { DATABASE, USER } from '../gateway-database.mjs';
import { clusterIn, credentialsIn, lastingFolder } from '../postgres-folder.mjs';
import { fromApi } from '../project.mjs';
import { bad, ofApi, ok, warn } from './findings.mjs';

const TOPIC = 'PostgreSQL';
const VERSION = 18;
const ANY_PORT = 1;
const SKEW_MS = 500;
const MUCH_SKEW_MS = 5_000;
/** A commit that these leave unwritten is a payment that a power cut takes back. */
const DURABLE = ['fsync', 'full_page_writes', 'synchronous_commit'];

export async function lookAtPostgres(settings, processes) {
  const url = settings.embedded ? embeddedUrl() : settings.DATABASE_URL;
  if (!url) return [ok(TOPIC, 'embedded; the first `npm start` makes it')];
  const looks = [version, migrations, rights, durability, connections, clock];
  const away = settings.embedded && [ok(TOPIC, 'embedded, not running now; `npm start` starts it')];
  return examine({ url, topic: TOPIC, setting: 'DATABASE_URL', away }, async (client) => {
    const findings = [];
    for (const look of looks) findings.push(...(await look(client, settings, processes)));
    return findings;
  });
}

/** What `look` finds over a connection of its own; `away`, or a complaint, where there is none. */
export async function examine({ url, topic, setting, away }, look) {
  const { Client } = fromApi('pg');
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 3_000, query_timeout: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    if (away) return away;
    const said = `cannot be used at ${whereOf(url, setting)}: ${error.message || error.code}`;
    return [bad(topic, said, `start it, or correct ${setting}`)];
  }
  try {
    return await look(client);
  } finally {
    await client.end().catch(() => {});
  }
}

export const whereOf = (url, setting) => (URL.canParse(url) ? new URL(url).host : setting);

/** Undefined where there is no cluster yet. */
function embeddedUrl() {
  const folder = lastingFolder();
  if (!existsSync(path.join(clusterIn(folder), 'PG_VERSION'))) return undefined;
  const { gateway_user: password, port } = credentialsIn(folder);
  return `postgresql://${USER}:${password}@127.0.0.1:${port}/${DATABASE}`;
}

export async function value(client, text, values) {
  const { rows } = await client.query({ text, values, rowMode: 'array' });
  return rows[0]?.[0];
}

async function version(client) {
  const number = Number(await value(client, 'SHOW server_version_num'));
  const said = await value(client, 'SHOW server_version');
  if (Math.floor(number / 10_000) >= VERSION) return [ok(TOPIC, said)];
  return [bad(TOPIC, `${said} is too old: ${VERSION} is needed`, 'upgrade it: pg_upgrade, or dump and restore')];
}

async function migrations(client, settings) {
  const { compareMigrations } = await ofApi('platform/database/schema-wait.js');
  const { known, missing, unknown } = await compareMigrations(client, settings);
  const findings = [];
  if (missing.length > 0) {
    findings.push(bad('Migrations', `not applied: ${missing.join(', ')}`, 'node api/dist/main.js migrate'));
  }
  if (unknown.length > 0) {
    const said = `the database is newer than this program: ${unknown.join(', ')}`;
    findings.push(warn('Migrations', said, 'finish the upgrade of every server and worker'));
  }
  return findings.length > 0 ? findings : [ok('Migrations', `all ${known.length} applied`)];
}

const RIGHTS = `SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls
    OR pg_has_role((SELECT relowner FROM pg_class WHERE oid = to_regclass('public.payments')), 'MEMBER')
  FROM pg_roles WHERE rolname = current_user`;

/** Whoever takes over a process has the rights of its role. */
async function rights(client, settings) {
  if (settings.DEMO || settings.embedded) return [];
  if (!(await value(client, RIGHTS))) return [ok(TOPIC, 'the role of servers and workers owns nothing')];
  const mend = 'give the migration a role of its own: MIGRATION_DATABASE_URL, docs/going-live.md, "Two roles"';
  return [warn(TOPIC, 'the role of DATABASE_URL may change the schema, or is an administrator', mend)];
}

async function durability(client) {
  const findings = [];
  for (const name of DURABLE) {
    if ((await value(client, `SHOW ${name}`)) !== 'off') continue;
    findings.push(bad(TOPIC, `${name} is off: an accepted payment may be lost`, `set ${name} = on`));
  }
  return findings;
}

/** The sum of what each process opens at most, as the processes themselves count it at boot. */
async function connections(client, settings, { servers, workers }) {
  const { connectionBudget, MISSING_TIMEOUTS } = await ofApi('boot/pool-budget.js');
  if (settings.PG_PREPARED === 'off') {
    const { missing } = (await client.query(MISSING_TIMEOUTS.text)).rows[0];
    if (!missing) return [ok('Connections', 'behind a pooler, whose sizes decide; the role has its limits')];
    const mend = missing.map((name) => `ALTER ROLE … SET ${name} = …`).join('; ');
    return [warn('Connections', `behind a pooler the role lacks limits: ${missing.join(', ')}`, mend)];
  }
  // Workers may have a METRICS_PORT that the settings read here do not show: docker-compose.yml gives it to them alone.
  const worker = { ...settings, METRICS_PORT: settings.METRICS_PORT ?? ANY_PORT };
  const needed = servers * connectionBudget(settings, 'server') + workers * connectionBudget(worker, 'worker');
  return room(client, 'Connections', needed, { servers, workers });
}

/** Whether `needed` connections fit into what is there for this role in this database. */
export async function room(client, topic, needed, { servers, workers }) {
  const { CONNECTION_LIMIT } = await ofApi('boot/pool-budget.js');
  const { allowed } = (await client.query(CONNECTION_LIMIT.text)).rows[0];
  const whose = `${servers} server and ${workers} worker processes`;
  const said = `${needed} needed by ${whose}, ${allowed} allowed`;
  if (needed <= allowed) return [ok(topic, said)];
  return [
    bad(topic, said, 'raise max_connections (or the limit of the role or database), or lower DATABASE_POOL_SIZE'),
  ];
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
