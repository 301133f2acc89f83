import { ConfigError } from '../platform/config/config.js';
import { withSources } from '../platform/telemetry/stack-sources.js';

/** Runs a role. Its error ends the process: a wrong setting with its message, anything else with its stack. */
export function exitOnError(main: () => Promise<void>): void {
  process.on('uncaughtException', fail);
  main().catch(fail);
}

function fail(error: unknown): never {
  const stack = error instanceof Error ? error.stack : undefined;
  process.stderr.write(`${error instanceof ConfigError ? error.message : withSources(stack ?? String(error))}\n`);
  process.exit(1);
}
