import { chmodSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** What `bin/lib/postgres-server.mjs` starts. */
export interface PostgresServer {
  readonly data: string;
  readonly pid: number;
  readonly port: number;
  readonly ended: Promise<unknown>;
  adminUrl(database?: string): string;
  stop(): Promise<void>;
}
interface Folders {
  temporaryFolder(): string;
  serverAccount(folder?: string): { uid?: number; gid?: number };
}

const library = (file: string) => fileURLToPath(new URL(`../../../bin/lib/${file}`, import.meta.url));

export const folders = async () => (await import(library('postgres-folder.mjs'))) as Folders;

/** A folder that the account of PostgreSQL can access, also if the test runs as root. */
export async function newFolder(name: string): Promise<string> {
  const folder = mkdtempSync(path.join((await folders()).temporaryFolder(), `payment-gateway-${name}-`));
  if (process.getuid?.() === 0) chmodSync(folder, 0o711);
  return folder;
}

/** A server of the test's own in that folder, or the one whose data is there. Port 0: any. */
export async function startServer(folder: string, settings: object = {}, preferredPort = 0): Promise<PostgresServer> {
  const { startPostgres } = (await import(library('postgres-server.mjs'))) as {
    startPostgres: (folder: string, options: object) => Promise<PostgresServer>;
  };
  return startPostgres(folder, { settings, preferredPort });
}
