import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import pg from 'pg';
import { ConfigError, type Settings } from '../config/config.js';

/** Schemas of the gateway; which of them exist depends on the settings. */
const SCHEMAS = ['public', 'simulated_bank', 'bullmq'];
/** Appended to and never changed: the rights say so, besides the triggers. */
const APPEND_ONLY = ['public.movements', 'public.operator_log', 'simulated_bank.ledger'];
/** Two migrations at once would grant at once, which PostgreSQL refuses with "tuple concurrently updated". */
const LOCK = 7_261_002;

interface Address {
  role: string;
  password: string;
}

/**
 * Where `migrate` has a role of its own (MIGRATION_DATABASE_URL), gives that of DATABASE_URL what servers and workers
 * need: to read and write rows. It owns nothing, and creates, alters and drops nothing. The role itself is made, or its
 * password set, if it cannot log in and the migration's role may do that. Repeated by every migration, so that new
 * tables are included.
 */
export async function grantToAppRole(config: Settings): Promise<string | undefined> {
  if (!config.MIGRATION_DATABASE_URL) return undefined;
  const app = addressOf(config.DATABASE_URL);
  if (app.role === addressOf(config.MIGRATION_DATABASE_URL).role) return undefined;
  const client = new pg.Client({ connectionString: config.MIGRATION_DATABASE_URL, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    await refuseMightyRole(client, app.role);
    const isThere = await exists(client, app.role);
    if (!isThere || (await isTurnedAway(config.DATABASE_URL))) await makeRole(client, app, isThere);
    for (const statement of await grants(client, app.role)) await client.query(statement);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
  return app.role;
}

function addressOf(url: string): Address {
  const { user, password } = new pg.Client({ connectionString: url });
  return { role: user ?? '', password: password ?? '' };
}

async function exists(client: pg.Client, role: string): Promise<boolean> {
  return (await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role])).rowCount === 1;
}

const AUTHENTICATION_FAILED = ['28P01', '28000'];

/** For its password, or because it may not log in. Any other fault is of the address: processes that use it say so. */
async function isTurnedAway(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return false;
  } catch (error) {
    return AUTHENTICATION_FAILED.includes((error as { code?: string }).code ?? '');
  } finally {
    await client.end().catch(() => undefined);
  }
}

const ATTRIBUTES = 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS';

async function makeRole(client: pg.Client, { role, password }: Address, isThere: boolean): Promise<void> {
  const { rows } = await client.query<{ may: boolean }>(
    'SELECT rolsuper OR rolcreaterole AS may FROM pg_roles WHERE rolname = current_user',
  );
  const name = pg.escapeIdentifier(role);
  const statement = isThere ? `ALTER ROLE ${name} LOGIN` : `CREATE ROLE ${name} ${ATTRIBUTES}`;
  if (!rows[0]?.may) {
    throw new ConfigError(
      `The role ${role} of DATABASE_URL cannot log in, and the role of MIGRATION_DATABASE_URL may not mend that. As an ` +
        `administrator of PostgreSQL: ${statement} PASSWORD '…'; then migrate again.`,
    );
  }
  // A verifier, not the password: the statement may stand in the server's log.
  await client.query(statement + (password && ` PASSWORD ${pg.escapeLiteral(scramVerifier(password))}`));
}

/** SCRAM-SHA-256 as PostgreSQL stores it (RFC 5803). */
function scramVerifier(password: string): string {
  const iterations = 4096;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest();
  const stored = createHash('sha256').update(hmac('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${hmac('Server Key').toString('base64')}`;
}

/** Grants take nothing from a role that has everything. */
async function refuseMightyRole(client: pg.Client, role: string): Promise<void> {
  const { rows } = await client.query<{ mighty: boolean }>(
    `SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls
       OR EXISTS (SELECT FROM pg_class WHERE relowner = r.oid AND relnamespace = ANY ($2::regnamespace[])) AS mighty
     FROM pg_roles r WHERE rolname = $1`,
    [role, await existing(client)],
  );
  if (!rows[0]?.mighty) return;
  throw new ConfigError(
    `The role ${role} of DATABASE_URL is an administrator or owns tables of the gateway, and MIGRATION_DATABASE_URL is ` +
      'set so that it does not: name another role in DATABASE_URL, which migrate makes or gives its rights.',
  );
}

async function existing(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT nspname AS name FROM pg_namespace WHERE nspname = ANY ($1) ORDER BY 1',
    [SCHEMAS],
  );
  return rows.map(({ name }) => name);
}

async function grants(client: pg.Client, to: string): Promise<string[]> {
  const role = pg.escapeIdentifier(to);
  const database = pg.escapeIdentifier(client.database ?? '');
  const schemas = await existing(client);
  const appendOnly = APPEND_ONLY.filter((table) => schemas.includes(table.split('.')[0] ?? ''));
  return [
    // BullMQ on PostgreSQL adds jobs by way of a temporary table.
    `GRANT CONNECT${schemas.includes('bullmq') ? ', TEMPORARY' : ''} ON DATABASE ${database} TO ${role}`,
    ...schemas.flatMap((schema) => [
      `GRANT USAGE ON SCHEMA ${schema} TO ${role}`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${role}`,
      `GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${role}`,
      // Of tables to come: a process of the new version may be there as soon as their migration has committed.
      `ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${role}`,
      `ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT USAGE, SELECT ON SEQUENCES TO ${role}`,
      `GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${schema} TO ${role}`,
    ]),
    ...appendOnly.map((table) => `REVOKE UPDATE, DELETE ON ${table} FROM ${role}`),
    `REVOKE INSERT, UPDATE, DELETE ON public.migrations FROM ${role}`,
    // What the statistics count can be counted again: rebuild-statistics empties them first.
    `GRANT TRUNCATE ON public.statistics TO ${role}`,
  ];
}
