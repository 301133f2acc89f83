import { readFileSync } from 'node:fs';

/** Variables that hold a secret. `NAME_FILE` may name a file with the value instead, as orchestrators mount secrets. */
export const SECRETS = [
  'DATABASE_URL',
  'MIGRATION_DATABASE_URL',
  'DATABASE_REPLICA_URLS',
  'QUEUE_DATABASE_URL',
  'REDIS_URL',
  'REDIS_PASSWORD',
  'REDIS_SENTINEL_PASSWORD',
  'REDIS_CA',
  'SMTP_URL',
  'SMTP_CA',
  'METRICS_TOKEN',
  'ENCRYPTION_KEY',
  'DEMO_PASSWORD',
  'SIMULATED_ACQUIRER_KEY',
  'ACQUIRER_DATABASE_URL',
  'ACQUIRER_ADMIN_KEY',
] as const;

/** The trimmed contents of the named files, and a line for each file that is faulty. */
export function readSecretFiles(env: NodeJS.ProcessEnv): { secrets: Record<string, string>; faults: string[] } {
  const secrets: Record<string, string> = {};
  const faults: string[] = [];
  for (const name of SECRETS) {
    const file = env[`${name}_FILE`];
    if (!file) continue;
    const read = env[name] ? `${name} is set as well; keep one of the two` : secretIn(file);
    if (typeof read === 'string') faults.push(`${name}_FILE: ${read}`);
    else secrets[name] = read.secret;
  }
  return { secrets, faults };
}

function secretIn(file: string): { secret: string } | string {
  try {
    const secret = readFileSync(file, 'utf8').trim();
    return secret === '' ? `${file} is empty` : { secret };
  } catch (error) {
    return `${file} cannot be read (${(error as NodeJS.ErrnoException).code})`;
  }
}
