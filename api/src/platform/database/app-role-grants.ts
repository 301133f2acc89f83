import pg from 'pg';
import { ConfigError } from '../config/config.js';

/** Schemas of the gateway; the settings decide which of them exist. */
const SCHEMAS = ['public', 'simulated_bank', 'bullmq'];
/** Append-only tables: enforced by rights as well as by triggers. */
const APPEND_ONLY = ['public.movements', 'public.operator_log', 'simulated_bank.ledger'];

/** A role that has all rights cannot be restricted by grants. */
export async function rejectPrivilegedRole(client: pg.Client, role: string): Promise<void> {
  const { rows } = await client.query<{ privileged: boolean }>(
    `SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls
       OR EXISTS (SELECT FROM pg_class WHERE relowner = r.oid AND relnamespace = ANY ($2::regnamespace[])) AS privileged
     FROM pg_roles r WHERE rolname = $1`,
    [role, await existingSchemas(client)],
  );
  if (!rows[0]?.privileged) return;
  throw new ConfigError(
    `The role ${role} of DATABASE_URL is an administrator or owns tables of the gateway, and MIGRATION_DATABASE_URL is ` +
      'set to prevent that: name another role in DATABASE_URL; migrate creates it or grants it its rights.',
  );
}

async function existingSchemas(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT nspname AS name FROM pg_namespace WHERE nspname = ANY ($1) ORDER BY 1',
    [SCHEMAS],
  );
  return rows.map(({ name }) => name);
}

/** The statements that grant the role what servers and workers need. */
export async function grants(client: pg.Client, grantee: string): Promise<string[]> {
  const role = pg.escapeIdentifier(grantee);
  const database = pg.escapeIdentifier(client.database ?? '');
  const schemas = await existingSchemas(client);
  const appendOnly = APPEND_ONLY.filter((table) => schemas.includes(table.split('.')[0] ?? ''));
  return [
    // BullMQ on PostgreSQL adds jobs through a temporary table.
    `GRANT CONNECT${schemas.includes('bullmq') ? ', TEMPORARY' : ''} ON DATABASE ${database} TO ${role}`,
    ...schemas.flatMap((schema) => [
      `GRANT USAGE ON SCHEMA ${schema} TO ${role}`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${role}`,
      `GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${role}`,
      // For future tables: a process of the new version may use them as soon as their migration commits.
      `ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${role}`,
      `ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT USAGE, SELECT ON SEQUENCES TO ${role}`,
      `GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${schema} TO ${role}`,
    ]),
    ...appendOnly.map((table) => `REVOKE UPDATE, DELETE ON ${table} FROM ${role}`),
    `REVOKE INSERT, UPDATE, DELETE ON public.migrations FROM ${role}`,
    // rebuild-statistics empties the statistics before it counts again.
    `GRANT TRUNCATE ON public.statistics TO ${role}`,
  ];
}

/** The statements that grant the role what the simulated acquirer needs: its own schema. */
export async function acquirerGrants(client: pg.Client, grantee: string): Promise<string[]> {
  const role = pg.escapeIdentifier(grantee);
  return [
    `GRANT CONNECT ON DATABASE ${pg.escapeIdentifier(client.database ?? '')} TO ${role}`,
    `GRANT USAGE ON SCHEMA simulated_bank TO ${role}`,
    `GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA simulated_bank TO ${role}`,
    `REVOKE UPDATE ON simulated_bank.ledger FROM ${role}`,
  ];
}
