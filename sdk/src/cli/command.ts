import { createHmac } from 'node:crypto';
import { parseArgs } from 'node:util';
import { CommandLineError } from './command-line-error.js';
import { helpOf, isNoun, NOUN_USAGE, type NounCall, readNounCall } from './nouns.js';
import { isWebhookEvent, TRIGGERS, type WebhookEventType } from './scenarios.js';
import { PaymentGateway } from '../payment-gateway.js';

export type Command =
  | { name: 'help'; text: string }
  | { name: 'version' }
  | {
      name: 'listen';
      gateway: PaymentGateway;
      forwardTo: URL | undefined;
      types: WebhookEventType[];
      secret: string;
      printSecret: boolean;
    }
  | { name: 'trigger'; gateway: PaymentGateway; event: WebhookEventType }
  | { name: 'resend'; gateway: PaymentGateway; eventId: string; endpointId: string | undefined }
  | { name: 'noun'; gateway: PaymentGateway; call: NounCall };

export const USAGE = `Usage (pgw and pg are the same command; use pgw where another package has a pg):
  pgw listen [--forward-to localhost:4000/hooks] [--events payment.success,order.paid] [--secret whsec_…]
      Follows the events of the merchant and forwards each to a server on your machine, signed. The secret is derived
      from the API secret, so it stays the same until the key is rolled. --print-secret prints it and ends.
  pgw trigger <event type>
      Makes it happen with a test merchant: ${Object.keys(TRIGGERS).join(', ')};
      any other type is sent as a sample to the webhook endpoints.
  pgw events resend <evt_…> [--endpoint we_…]
      Sends an event again to the endpoints that had it or want it and to every listener, or to one endpoint alone.

Objects, with their fields as name=value (amounts in the currency's minor unit); pgw NOUN --help says more:
${NOUN_USAGE}

Options of every command:
  --base-url     the API, or PAYMENT_GATEWAY_URL (http://localhost:8000)
  --api-key      or PAYMENT_GATEWAY_KEY
  --api-secret   or PAYMENT_GATEWAY_SECRET; on this machine both default to those of the demo run
  --yes          confirms what cannot be undone
  --json         writes one JSON object per line: results to stdout, an error to stderr
  --help, --version

Exit codes: 0 done, 1 failed, 2 wrong usage.`;

const OPTIONS = {
  'base-url': { type: 'string' },
  'api-key': { type: 'string' },
  'api-secret': { type: 'string' },
  'forward-to': { type: 'string' },
  events: { type: 'string' },
  secret: { type: 'string' },
  'print-secret': { type: 'boolean' },
  endpoint: { type: 'string' },
  yes: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

type Values = Partial<Record<keyof typeof OPTIONS, string | boolean>>;
type Text = (name: keyof Values) => string | undefined;

/** The commands that each option applies to; an option without effect is refused. */
const ONLY_FOR: Partial<Record<keyof Values, Command['name']>> = {
  'forward-to': 'listen',
  events: 'listen',
  secret: 'listen',
  'print-secret': 'listen',
  endpoint: 'resend',
  yes: 'noun',
};

/** @throws CommandLineError, whose message names the faulty argument */
export function readCommand(args: string[], env: NodeJS.ProcessEnv): Command {
  const { values, positionals } = parse(args);
  if (values.version) return { name: 'version' };
  const [first, second] = positionals;
  if (isNoun(first) && (values.help || second === undefined)) return { name: 'help', text: helpOf(first, second) };
  if (values.help || positionals.length === 0) return { name: 'help', text: USAGE };
  const text: Text = (name) => (typeof values[name] === 'string' ? values[name] : undefined);
  const command = isNoun(first)
    ? nounCommand(positionals, text, env, values.yes === true)
    : commandOf(positionals, text, env, values['print-secret'] === true);
  const stray = Object.entries(ONLY_FOR).find(([name, only]) => name in values && only !== command.name);
  if (stray) throw new CommandLineError(`--${stray[0]} is an option of another command`);
  return command;
}

/** The arguments are read before the credentials, so that a wrong one is named first. */
function nounCommand(positionals: string[], text: Text, env: NodeJS.ProcessEnv, confirmed: boolean): Command {
  const call = readNounCall(positionals, confirmed);
  return { name: 'noun', gateway: gatewayOf(text, env).gateway, call };
}

function commandOf(positionals: string[], text: Text, env: NodeJS.ProcessEnv, printSecret: boolean): Command {
  const [first, second, third, ...more] = positionals;
  if (first === 'listen' && !second) {
    const { gateway, apiSecret } = gatewayOf(text, env);
    return {
      name: 'listen',
      gateway,
      forwardTo: forwardAddress(text('forward-to')),
      types: eventTypes(text('events')),
      secret: text('secret') ?? listenerSecret(apiSecret),
      printSecret,
    };
  }
  if (first === 'trigger' && !third) {
    if (!second || !isWebhookEvent(second)) {
      throw new CommandLineError(`${second ?? 'Nothing'} is not an event type: pgw trigger payment.success is one`);
    }
    return { name: 'trigger', gateway: gatewayOf(text, env).gateway, event: second };
  }
  if (first === 'events' && second === 'resend' && third?.startsWith('evt_') && more.length === 0) {
    return { name: 'resend', gateway: gatewayOf(text, env).gateway, eventId: third, endpointId: text('endpoint') };
  }
  throw new CommandLineError(`There is no command "pgw ${positionals.join(' ')}"`);
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new CommandLineError((error as Error).message);
  }
}

const LOOPBACK_HOST = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** The demo's key is public, so it is used only for a gateway on this machine. */
function gatewayOf(text: Text, env: NodeJS.ProcessEnv): { gateway: PaymentGateway; apiSecret: string } {
  const baseUrl = text('base-url') ?? env['PAYMENT_GATEWAY_URL'] ?? 'http://localhost:8000';
  if (!URL.canParse(baseUrl)) throw new CommandLineError(`${baseUrl} is not an address: write http://localhost:8000`);
  const apiKey = text('api-key') ?? env['PAYMENT_GATEWAY_KEY'];
  const apiSecret = text('api-secret') ?? env['PAYMENT_GATEWAY_SECRET'];
  if (apiKey && apiSecret) return { gateway: new PaymentGateway({ baseUrl, apiKey, apiSecret }), apiSecret };
  if (apiKey || apiSecret) throw new CommandLineError('An API key and its secret are needed together');
  if (!LOOPBACK_HOST.test(new URL(baseUrl).hostname)) {
    throw new CommandLineError(`${baseUrl} needs --api-key and --api-secret (or PAYMENT_GATEWAY_KEY and _SECRET)`);
  }
  const demo = { apiKey: 'key_test_abc123', apiSecret: 'secret_test_xyz789' };
  return { gateway: new PaymentGateway({ baseUrl, ...demo }), apiSecret: demo.apiSecret };
}

/**
 * The same on every run and every machine with this key. Nothing is stored, and the API secret cannot be derived from
 * it.
 */
function listenerSecret(apiSecret: string): string {
  return `whsec_${createHmac('sha256', apiSecret).update('pgw listen').digest('base64')}`;
}

function forwardAddress(text: string | undefined): URL | undefined {
  if (text === undefined) return undefined;
  const address = /^https?:\/\//.test(text) ? text : `http://${text}`;
  if (!URL.canParse(address)) {
    throw new CommandLineError(`--forward-to ${text} is not an address: localhost:4000/hooks is one`);
  }
  return new URL(address);
}

function eventTypes(text: string | undefined): WebhookEventType[] {
  return (text ?? '')
    .split(',')
    .filter(Boolean)
    .map((type) => {
      if (isWebhookEvent(type)) return type;
      throw new CommandLineError(`There is no event type ${type}`);
    });
}
