import { parseArgs } from 'node:util';
import { isWebhookEvent, TRIGGERS, type WebhookEventType } from './scenarios.js';
import { PaymentGateway } from '../payment-gateway.js';

export class UsageError extends Error {}

export type Command =
  | { name: 'help' }
  | { name: 'version' }
  | { name: 'listen'; gateway: PaymentGateway; forwardTo: URL | undefined; types: string[]; secret: string | undefined }
  | { name: 'trigger'; gateway: PaymentGateway; event: WebhookEventType }
  | { name: 'resend'; gateway: PaymentGateway; eventId: string; endpointId: string | undefined };

export const USAGE = `Usage:
  pg listen [--forward-to localhost:4000/hooks] [--events payment.success,order.paid] [--secret whsec_…]
      Follows the events of the merchant and passes each on to a server on your machine, signed with a secret it prints.
  pg trigger <event type>
      Makes it happen with a test merchant: ${Object.keys(TRIGGERS).join(', ')};
      any other type is sent as a sample to the webhook endpoints.
  pg events resend <evt_…> [--endpoint we_…]
      Sends an event again to the endpoints that had it or want it.

Options of every command:
  --base-url     the API, or PAYMENT_GATEWAY_URL (http://localhost:8000)
  --api-key      or PAYMENT_GATEWAY_KEY
  --api-secret   or PAYMENT_GATEWAY_SECRET; on this machine both default to those of the demo run
  --help, --version`;

const OPTIONS = {
  'base-url': { type: 'string' },
  'api-key': { type: 'string' },
  'api-secret': { type: 'string' },
  'forward-to': { type: 'string' },
  events: { type: 'string' },
  secret: { type: 'string' },
  endpoint: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

type Values = Partial<Record<keyof typeof OPTIONS, string | boolean>>;

/** What is asked for. @throws UsageError, whose message says what is wrong with it */
export function readCommand(args: string[], env: NodeJS.ProcessEnv): Command {
  const { values, positionals } = parse(args);
  if (values.version) return { name: 'version' };
  if (values.help || positionals.length === 0) return { name: 'help' };
  const [first, second, third] = positionals;
  const text = (name: keyof Values) => (typeof values[name] === 'string' ? values[name] : undefined);
  const gateway = () => gatewayOf(text, env);
  if (first === 'listen' && !second) {
    const forwardTo = forwardAddress(text('forward-to'));
    return { name: 'listen', gateway: gateway(), forwardTo, types: eventTypes(text('events')), secret: text('secret') };
  }
  if (first === 'trigger' && !third) {
    if (!second || !isWebhookEvent(second)) throw new UsageError(`Say which event, not ${second ?? 'nothing'}`);
    return { name: 'trigger', gateway: gateway(), event: second };
  }
  if (first === 'events' && second === 'resend' && third?.startsWith('evt_')) {
    return { name: 'resend', gateway: gateway(), eventId: third, endpointId: text('endpoint') };
  }
  throw new UsageError(`There is no command "pg ${positionals.join(' ')}"`);
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

const LOOPBACK_HOST = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** The demo's key is public, so it is only ever offered to this machine. */
function gatewayOf(text: (name: keyof Values) => string | undefined, env: NodeJS.ProcessEnv): PaymentGateway {
  const baseUrl = text('base-url') ?? env['PAYMENT_GATEWAY_URL'] ?? 'http://localhost:8000';
  if (!URL.canParse(baseUrl)) throw new UsageError(`${baseUrl} is not an address: write http://localhost:8000`);
  const apiKey = text('api-key') ?? env['PAYMENT_GATEWAY_KEY'];
  const apiSecret = text('api-secret') ?? env['PAYMENT_GATEWAY_SECRET'];
  if (apiKey && apiSecret) return new PaymentGateway({ baseUrl, apiKey, apiSecret });
  if (apiKey || apiSecret) throw new UsageError('An API key and its secret are needed together');
  if (!LOOPBACK_HOST.test(new URL(baseUrl).hostname)) {
    throw new UsageError(`${baseUrl} needs --api-key and --api-secret (or PAYMENT_GATEWAY_KEY and _SECRET)`);
  }
  return new PaymentGateway({ baseUrl, apiKey: 'key_test_abc123', apiSecret: 'secret_test_xyz789' });
}

function forwardAddress(text: string | undefined): URL | undefined {
  if (text === undefined) return undefined;
  const address = /^https?:\/\//.test(text) ? text : `http://${text}`;
  if (!URL.canParse(address))
    throw new UsageError(`--forward-to ${text} is not an address: localhost:4000/hooks is one`);
  return new URL(address);
}

function eventTypes(text: string | undefined): string[] {
  const types = (text ?? '').split(',').filter(Boolean);
  const unknown = types.find((type) => !isWebhookEvent(type));
  if (unknown) throw new UsageError(`There is no event type ${unknown}`);
  return types;
}
