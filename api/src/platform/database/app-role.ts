import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import pg from 'pg';
import { ConfigError, type Settings } from '../config/config.js';
import { LOCK_IDS, WAIT_FOR_LOCK } from './advisory-locks.js';
import { acquirerGrants, grants, rejectPrivilegedRole } from './app-role-grants.js';

interface Credentials {
  role: string;
  password: string;
}

/**
 * If `migrate` has a role of its own (MIGRATION_DATABASE_URL), grants the role of DATABASE_URL what servers and workers
 * need: to read and write rows, but not to own, create, alter or drop anything. If that role cannot log in, it is created
 * or its password is set, provided that the migration's role may do so. Every migration repeats this, so that new tables
 * are included.
 */
export async function grantToAppRole(config: Settings): Promise<string | undefined> {
  return grantTo(config.DATABASE_URL, config.MIGRATION_DATABASE_URL, grants);
}

/** The same for the role of ACQUIRER_DATABASE_URL, if that is this database: it gets the acquirer's schema alone. */
export async function grantToAcquirerRole(config: Settings): Promise<string | undefined> {
  const { ACQUIRER_DATABASE_URL: url, MIGRATION_DATABASE_URL: owner } = config;
  if (!url || !owner || !isSameDatabase(url, owner)) return undefined;
  return grantTo(url, owner, acquirerGrants);
}

async function grantTo(
  url: string,
  owner: string | undefined,
  statementsOf: (client: pg.Client, role: string) => Promise<string[]>,
): Promise<string | undefined> {
  if (!owner) return undefined;
  const app = credentialsOf(url);
  if (app.role === credentialsOf(owner).role) return undefined;
  const client = new pg.Client({ connectionString: owner, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query('BEGIN');
    // PostgreSQL rejects concurrent grants with "tuple concurrently updated".
    await client.query(WAIT_FOR_LOCK, [LOCK_IDS.grants]);
    await rejectPrivilegedRole(client, app.role);
    const isCreated = await exists(client, app.role);
    if (!isCreated || (await cannotLogIn(url))) await createOrAlterRole(client, app, isCreated);
    for (const statement of await statementsOf(client, app.role)) await client.query(statement);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
  return app.role;
}

function credentialsOf(url: string): Credentials {
  const { user, password } = new pg.Client({ connectionString: url });
  return { role: user ?? '', password: password ?? '' };
}

function isSameDatabase(one: string, other: string): boolean {
  const [a, b] = [one, other].map((connectionString) => new pg.Client({ connectionString }));
  return a?.host === b?.host && a?.port === b?.port && a?.database === b?.database;
}

async function exists(client: pg.Client, role: string): Promise<boolean> {
  return (await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role])).rowCount === 1;
}

const AUTHENTICATION_FAILED = ['28P01', '28000'];

/** True if the password is wrong or the role lacks LOGIN. Other errors are reported by the processes that use the URL. */
async function cannotLogIn(url: string): Promise<boolean> {
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

async function createOrAlterRole(
  client: pg.Client,
  { role, password }: Credentials,
  isCreated: boolean,
): Promise<void> {
  const { rows } = await client.query<{ allowed: boolean }>(
    'SELECT rolsuper OR rolcreaterole AS allowed FROM pg_roles WHERE rolname = current_user',
  );
  const name = pg.escapeIdentifier(role);
  const statement = isCreated ? `ALTER ROLE ${name} LOGIN` : `CREATE ROLE ${name} ${ATTRIBUTES}`;
  if (!rows[0]?.allowed) {
    throw new ConfigError(
      `The role ${role} of DATABASE_URL cannot log in, and the role of MIGRATION_DATABASE_URL may not change that. As an ` +
        `administrator of PostgreSQL run: ${statement} PASSWORD '…'; then migrate again.`,
    );
  }
  // A verifier instead of the password: PostgreSQL may log the statement.
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
