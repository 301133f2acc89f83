/** Checks PostgreSQL: connection, version, migrations, rights, durability, connection limits and clock. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { DATABASE, USER } from '../gateway-database.mjs';
import { clusterIn, credentialsIn, lastingFolder } from '../postgres-folder.mjs';
import { bad, ofApi, ok, warn } from './findings.mjs';
import { examine, room, value } from './postgres-client.mjs';

const TOPIC = 'PostgreSQL';
const VERSION = 18;
const ANY_PORT = 1;
const WARN_SKEW_MS = 500;
const MAX_SKEW_MS = 5_000;
/** With one of these off, a power cut may lose a committed payment. */
const DURABLE = ['fsync', 'full_page_writes', 'synchronous_commit'];

export async function checkPostgres(settings, processes) {
  const url = settings.embedded ? embeddedUrl() : settings.DATABASE_URL;
  if (!url) return [ok(TOPIC, 'embedded; the first `npm start` creates it')];
  const checks = [version, migrations, rights, durability, connections, clock];
  const away = settings.embedded && [ok(TOPIC, 'embedded, not running now; `npm start` starts it')];
  return examine({ url, topic: TOPIC, setting: 'DATABASE_URL', away }, async (client) => {
    const findings = [];
    for (const check of checks) findings.push(...(await check(client, settings, processes)));
    return findings;
  });
}

/** Undefined if there is no cluster yet. */
function embeddedUrl() {
  const folder = lastingFolder();
  if (!existsSync(path.join(clusterIn(folder), 'PG_VERSION'))) return undefined;
  const { gateway_user: password, port } = credentialsIn(folder);
  return `postgresql://${USER}:${password}@127.0.0.1:${port}/${DATABASE}`;
}

async function version(client) {
  const number = Number(await value(client, 'SHOW server_version_num'));
  const text = await value(client, 'SHOW server_version');
  if (Math.floor(number / 10_000) >= VERSION) return [ok(TOPIC, text)];
  return [bad(TOPIC, `${text} is too old: ${VERSION} is needed`, 'upgrade it: pg_upgrade, or dump and restore')];
}

async function migrations(client, settings) {
  const { compareMigrations } = await ofApi('platform/database/schema-wait.js');
  const { known, missing, unknown } = await compareMigrations(client, settings);
  const findings = [];
  if (missing.length > 0) {
    findings.push(bad('Migrations', `not applied: ${missing.join(', ')}`, 'node api/dist/main.js migrate'));
  }
  if (unknown.length > 0) {
    const text = `the database is newer than this program: ${unknown.join(', ')}`;
    findings.push(warn('Migrations', text, 'finish the upgrade of every server and worker'));
  }
  return findings.length > 0 ? findings : [ok('Migrations', `all ${known.length} applied`)];
}

const RIGHTS = `SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls
    OR pg_has_role((SELECT relowner FROM pg_class WHERE oid = to_regclass('public.payments')), 'MEMBER')
  FROM pg_roles WHERE rolname = current_user`;

/** An attacker who takes over a process has the rights of its role. */
async function rights(client, settings) {
  if (settings.DEMO || settings.embedded) return [];
  if (!(await value(client, RIGHTS))) return [ok(TOPIC, 'the role of servers and workers owns nothing')];
  const fix = 'give the migration a role of its own: MIGRATION_DATABASE_URL, docs/going-live.md, "Two roles"';
  return [warn(TOPIC, 'the role of DATABASE_URL may change the schema, or is an administrator', fix)];
}

async function durability(client) {
  const findings = [];
  for (const name of DURABLE) {
    if ((await value(client, `SHOW ${name}`)) !== 'off') continue;
    findings.push(bad(TOPIC, `${name} is off: an accepted payment may be lost`, `set ${name} = on`));
  }
  return findings;
}

/** The sum of the maximum connections of each process, computed as the processes do at boot. */
async function connections(client, settings, { servers, workers }) {
  const { connectionBudget, MISSING_TIMEOUTS } = await ofApi('boot/pool-budget.js');
  if (settings.PG_PREPARED === 'off') {
    const { missing } = (await client.query(MISSING_TIMEOUTS.text)).rows[0];
    if (!missing) return [ok('Connections', 'behind a pooler, whose pool sizes apply; the role has its timeouts')];
    const fix = missing.map((name) => `ALTER ROLE … SET ${name} = …`).join('; ');
    return [warn('Connections', `behind a pooler the role lacks timeouts: ${missing.join(', ')}`, fix)];
  }
  // Workers may have a METRICS_PORT that these settings lack: docker-compose.yml sets it for workers only.
  const worker = { ...settings, METRICS_PORT: settings.METRICS_PORT ?? ANY_PORT };
  const needed = servers * connectionBudget(settings, 'server') + workers * connectionBudget(worker, 'worker');
  return room(client, 'Connections', needed, { servers, workers });
}

/** Leases and due times use the database's clock, signatures the clock of this machine. */
async function clock(client) {
  const before = Date.now();
  const remote = Number(await value(client, 'SELECT extract(epoch FROM clock_timestamp()) * 1000'));
  const skew = Math.round(remote - (before + Date.now()) / 2);
  const text = `the database's is ${Math.abs(skew)} ms ${skew < 0 ? 'behind' : 'ahead of'} ours`;
  const fix = 'run NTP (chrony, systemd-timesyncd) on both machines';
  if (Math.abs(skew) > MAX_SKEW_MS) return [bad('Clock', text, fix)];
  return [Math.abs(skew) > WARN_SKEW_MS ? warn('Clock', text, fix) : ok('Clock', text)];
}
