import os from 'node:os';
import { DataSource } from 'typeorm';
import { resetFactors } from '../accounts/auth/factor-resets.service.js';
import { FactorsService } from '../accounts/factors/factors.service.js';
import { AccountLocks } from '../accounts/users/account-locks.service.js';
import { OperatorError, OperatorsService } from '../accounts/users/operators.service.js';
import { SystemClock } from '../platform/clock.js';
import { ConfigError, readSettings, type Settings } from '../platform/config/config.js';
import { dataSourceOptions } from '../platform/database/data-source.js';
import { Database, type Tx } from '../platform/database/database.js';
import { SecretBox } from '../platform/secrets/secret-box.js';
import { policyReports } from '../reporting/policy-reports/policy-reports.service.js';
import { parseCommand } from './admin-command-line.js';
import { type Report, UsageError } from './admin-commands.js';

const [DONE, FAILED, WRONG_USAGE] = [0, 1, 2];
/** SQLSTATEs of a missing table or column. */
const MISSING_SCHEMA = ['42P01', '42703'];

/** Runs an operator's command and returns its exit code. */
export async function admin(words: readonly string[]): Promise<number> {
  try {
    const command = parseCommand(words);
    if ('help' in command) return print(command.help);
    const { lines, data } = await withOperators(readSettings(), command.by ?? account(), command.run);
    return print(command.json ? JSON.stringify(data, null, 2) : lines.join('\n'));
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`);
    return error instanceof UsageError ? WRONG_USAGE : FAILED;
  }
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return DONE;
}

async function withOperators(
  config: Settings,
  by: string,
  run: (operators: OperatorsService) => Promise<Report>,
): Promise<Report> {
  const source = await new DataSource(dataSourceOptions(config)).initialize();
  const database = new Database(source, { ...config, DATABASE_REPLICA_URLS: undefined });
  const secrets = new SecretBox(config.ENCRYPTION_KEY);
  const locks = new AccountLocks(database, secrets);
  try {
    const factors = new FactorsService(database, secrets, new SystemClock());
    const others = {
      resetFactors: (tx: Tx, userId: string) => resetFactors(tx, factors, userId),
      policyReports: (limit: number) => policyReports(database, limit),
    };
    return await run(new OperatorsService(database, locks, by, secrets, others));
  } finally {
    await database.onApplicationShutdown();
    await source.destroy();
  }
}

/** User and host of this command line, for the log. */
function account(): string {
  try {
    return `${os.userInfo().username}@${os.hostname()}`;
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}@${os.hostname()}`; // a container may run under a uid that has no account
  }
}

function describe(error: unknown): string {
  if (error instanceof UsageError || error instanceof OperatorError || error instanceof ConfigError)
    return error.message;
  const { code = '', message = String(error), errors } = error as { code?: string; message?: string; errors?: Error[] };
  if (MISSING_SCHEMA.includes(code))
    return `The database is older than this program (${message}): run \`main.js migrate\` first`;
  const reason = message || errors?.map((one) => one.message).join(', ') || code;
  return `Nothing was changed: ${reason}. Check that PostgreSQL is reachable at DATABASE_URL, then try again`;
}
