import { readFileSync } from 'node:fs';
import { type Command, readCommand, USAGE } from './command.js';
import { CommandLineError } from './command-line-error.js';
import { listen } from './listen.js';
import { callNoun } from './nouns.js';
import { type Report, reportFailure, reportTo } from './report.js';
import { resend } from './resend.js';
import { trigger } from './trigger.js';

/** Resolves when the command has finished. */
async function run(command: Command, report: Report, signal: AbortSignal): Promise<void> {
  switch (command.name) {
    case 'help':
      return console.log(command.text);
    case 'version': {
      const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
      const { version } = JSON.parse(manifest) as { version: string };
      return report(version, { type: 'version', version });
    }
    case 'listen':
      if (command.printSecret) return report(command.secret, { type: 'secret', secret: command.secret });
      return listen(command, report, signal);
    case 'trigger':
      return trigger(command, report);
    case 'resend':
      return resend(command, report);
    case 'noun':
      return callNoun(command.gateway, command.call, report);
  }
}

const stopped = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stopped.abort());

const args = process.argv.slice(2);
const asJson = args.includes('--json');
try {
  await run(readCommand(args, process.env), reportTo(asJson), stopped.signal);
} catch (error) {
  const toStderr = reportTo(asJson, console.error);
  if (error instanceof CommandLineError) {
    reportFailure(toStderr, error);
    if (!asJson) console.error(`\n${USAGE}`);
    process.exitCode = 2;
  } else if (!stopped.signal.aborted) {
    reportFailure(toStderr, error as Error);
    process.exitCode = 1;
  }
}
