import { readFileSync } from 'node:fs';
import { PaymentGatewayError } from '../errors.js';
import { type Command, readCommand, USAGE, UsageError } from './command.js';
import { listen } from './listen.js';
import { trigger } from './trigger.js';

/** What each command does; it resolves when there is no more to do. */
async function run(command: Command, signal: AbortSignal): Promise<void> {
  switch (command.name) {
    case 'help':
      return console.log(USAGE);
    case 'version': {
      const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
      return console.log((JSON.parse(manifest) as { version: string }).version);
    }
    case 'listen':
      return listen(command, signal);
    case 'trigger':
      return trigger(command);
    case 'resend': {
      const input = command.endpointId ? { endpointId: command.endpointId } : {};
      const { data } = await command.gateway.events.resend(command.eventId, input);
      return console.log(`${command.eventId} goes out again, deliveries: ${data.length}`);
    }
  }
}

const stopped = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stopped.abort());

try {
  await run(readCommand(process.argv.slice(2), process.env), stopped.signal);
} catch (error) {
  if (error instanceof UsageError) {
    console.error(`${error.message}\n\n${USAGE}`);
    process.exitCode = 2;
  } else if (!stopped.signal.aborted) {
    const id = error instanceof PaymentGatewayError && error.requestId ? ` (request ${error.requestId})` : '';
    console.error(`${(error as Error).message}${id}`);
    process.exitCode = 1;
  }
}
