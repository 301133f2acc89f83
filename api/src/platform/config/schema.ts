import { z } from 'zod';
import { parseDuration } from './duration.js';
import { isRange } from './exposure.js';
import { parseHeaders } from './headers.js';
import { parseHours } from './hours.js';
import { parseRate } from './rate.js';

const text = z.string().trim().min(1);
const testKey = z.string().regex(/^key_test_[A-Za-z0-9]{3,50}$/, 'must be key_test_ and 3 to 50 letters or digits');
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const integer = (min: number, max: number) =>
  z.string().regex(/^\d+$/, 'must be a whole number').transform(Number).pipe(z.number().min(min).max(max));
const port = integer(1, 65535);
const share = z.string().transform(Number).pipe(z.number().min(0).max(1));
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
);

/** What ioredis takes. An IPv6 address stands in brackets. */
const hostPorts = list.transform((parts, context) =>
  parts.map((part) => {
    const [, host = '', digits] = /^(\[[0-9a-f:.]+\]|[\w.-]+):(\d{1,5})$/i.exec(part) ?? [];
    if (host === '' || !port.safeParse(digits).success) {
      context.addIssue({ code: 'custom', message: 'must be host:port,host:port' });
      return z.NEVER;
    }
    return { host: host.replace(/^\[|\]$/g, ''), port: Number(digits) };
  }),
);

const parsedBy = <T>(parse: (value: string) => T) =>
  z.string().transform((value, context) => {
    try {
      return parse(value);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
      return z.NEVER;
    }
  });
const duration = parsedBy(parseDuration);
const rate = parsedBy(parseRate);
const retention = parsedBy((value) => (value === 'off' ? 'off' : parseDuration(value)));
/** Kept as text: the schedule is read where it is used. */
const schedule = text.refine((value) => value.split(',').every(isDuration), 'must be durations such as 0s,1m,5m');
const ranges = list.refine((parts) => parts.every(isRange), 'must be addresses or CIDRs such as 10.0.0.0/8,::1');

function isDuration(part: string): boolean {
  return duration.safeParse(part.trim()).success;
}

/** A variable with a default; the default stands in .env.example as it is. */
const variable = <T extends z.ZodType>(about: string, fallback: NoInfer<z.input<T>>, type: T) =>
  type.prefault(fallback).meta({ about, fallback: String(fallback) });
/** A variable that may be absent, or whose default depends on DEMO (said in its text). */
const optional = <T extends z.ZodType>(about: string, type: T) => type.optional().meta({ about });

/** Every environment variable of the gateway, in the order of .env.example. Durations become milliseconds. */
export const schema = z.object({
  NODE_ENV: variable('`production` turns demo mode off unless DEMO says otherwise', 'development', text),
  DEMO: optional(
    'Demo run: seeds the test merchant with fixed keys, opens loopback (default true outside production)',
    flag,
  ),
  DATABASE_URL: optional('PostgreSQL 18; absent: `npm start` runs an embedded server in .data/', text),
  MIGRATION_DATABASE_URL: optional(
    'The same database as the role that owns the schema, for `migrate` alone; absent: DATABASE_URL owns it',
    text,
  ),
  DATABASE_POOL_SIZE: variable('Connections of one process to PostgreSQL', '16', integer(2, 500)),
  DATABASE_REPLICA_URLS: optional('Streaming replicas that lists are read from, comma separated', list),
  DATABASE_REPLICA_MAX_LAG: variable(
    'A replica further behind serves no lists; the merchant who has just written is not sent there either',
    '1s',
    duration,
  ),
  QUEUE_DATABASE_URL: optional(
    'PostgreSQL for the queues where there is no Redis, never through pgbouncer; absent: DATABASE_URL',
    text,
  ),
  PG_PREPARED: variable(
    '`off` sends unnamed statements and no session limits, as pgbouncer in transaction mode wants',
    'on',
    z.enum(['on', 'off']),
  ),
  REDIS_URL: optional(
    'Redis for the queues and shared rate limits: one server (redis:// or rediss://); with none of the three: BullMQ runs on PostgreSQL',
    text,
  ),
  REDIS_SENTINELS: optional('Or the Sentinels that know its master, `host:port,host:port`', hostPorts),
  REDIS_CLUSTER_NODES: optional('Or nodes of a Redis Cluster, `host:port,host:port`', hostPorts),
  REDIS_SENTINEL_NAME: variable('The name by which Sentinels know the master', 'mymaster', text),
  REDIS_SENTINEL_PASSWORD: optional('Password of the Sentinels themselves', text),
  REDIS_USERNAME: optional('User of Redis where REDIS_URL does not say; absent: its default user', text),
  REDIS_PASSWORD: optional('Password of Redis where REDIS_URL does not say', text),
  REDIS_TLS: variable('`true`: TLS to Redis and Sentinels; rediss:// says the same', 'false', flag),
  REDIS_CA: optional('PEM of the authority that signed their certificates; absent: those that Node knows', text),
  HOST: variable('Address the API listens on', '127.0.0.1', text),
  PUBLISHED_ON_LOOPBACK: variable(
    '`true` in a container whose ports are published on 127.0.0.1 alone: a demo run may then listen on HOST',
    'false',
    flag,
  ),
  PORT: variable('Port of the API', '8000', port),
  PUBLIC_API_URL: variable('Where the API is reached from outside', 'http://localhost:8000', z.url()),
  CHECKOUT_PORT: variable('Port of the hosted checkout', '3001', port),
  PUBLIC_CHECKOUT_URL: variable('Where shoppers reach the hosted checkout', 'http://localhost:3001', z.url()),
  DASHBOARD_PORT: variable('Port of the dashboard', '3000', port),
  PUBLIC_DASHBOARD_URL: variable('Where merchants reach the dashboard', 'http://localhost:3000', z.url()),
  API_URL: optional('Where the web apps reach the API from inside; absent: PUBLIC_API_URL', z.url()),
  TRUSTED_PROXIES: variable(
    'Addresses or CIDRs whose X-Forwarded-For is believed, comma separated',
    '127.0.0.1,::1',
    ranges,
  ),
  SHUTDOWN_DELAY: variable(
    'How long /health/ready says no before a server closes; set it to what a balancer needs',
    '0s',
    duration,
  ),
  MAX_REQUESTS: variable(
    'Requests a server works at at one time (an eighth while it lacks CPU); more are refused with 503 and Retry-After',
    '500',
    integer(1, 100_000),
  ),
  MAX_STREAMS: variable('Event streams a server holds open at one time', '1000', integer(0, 100_000)),
  MAX_STREAMS_PER_CALLER: variable(
    'Event streams one address, API key or user holds open at one server; more are refused with 429 and Retry-After',
    '30',
    integer(1, 100_000),
  ),
  METRICS_PORT: optional('Serves /metrics on a port of its own instead of PORT', port),
  METRICS_TOKEN: optional('Bearer token /metrics asks for; needed in production unless METRICS_PORT is set', text),
  LOG_LEVEL: variable(
    'debug, info, warn, error or silent',
    'info',
    z.enum(['debug', 'info', 'warn', 'error', 'silent']),
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(
    'Turns traces on: an OpenTelemetry collector that takes OTLP over HTTP, such as http://localhost:4318',
    z.url(),
  ),
  OTEL_EXPORTER_OTLP_HEADERS: variable(
    'Headers for the collector: name=value, comma separated',
    '',
    parsedBy(parseHeaders),
  ),
  OTEL_SERVICE_NAME: variable('The name of this service in traces', 'payment-gateway', text),
  OTEL_TRACES_SAMPLER_ARG: variable('The share of traces begun here that is kept, 0 to 1', '1', share),
  ENCRYPTION_KEY: optional(
    'AES-256-GCM key: 32 bytes in base64, or several, comma separated: the first encrypts, all decrypt (fixed in demo runs)',
    text,
  ),
  REGISTRATION: optional(
    '`on`: any visitor may register a user with a test merchant; `off`: invites only (default on in demo runs)',
    z.enum(['on', 'off']),
  ),
  TEST_MERCHANT_EMAIL: variable('Email of the merchant of demo runs and of its user', 'test@example.com', z.email()),
  TEST_API_KEY: variable(
    'Key of the merchant of demo runs, `key_test_` and letters or digits',
    'key_test_abc123',
    testKey,
  ),
  TEST_API_SECRET: variable('Secret of that key', 'secret_test_xyz789', text),
  DEMO_PASSWORD: variable(
    'Password of the user of demo runs, who may sign in with any other as well',
    'demo-password-2026',
    text,
  ),
  IDEMPOTENCY_TTL: variable('How long an idempotency key is remembered', '24h', duration),
  BANK_TIMEOUT: variable('Deadline of one call to the bank; the lease of a job is twice this', '5s', duration),
  PAYMENT_PENDING_TIMEOUT: variable('A payment not sent to the bank by then expires uncharged', '15m', duration),
  ACTION_TIMEOUT: variable('How long a shopper has for an OTP or an approval', '5m', duration),
  CAPTURE_TIMEOUT: variable('An authorised payment not captured by then is voided', '3d', duration),
  SWEEP_INTERVAL: variable('How often a worker looks for due rows whose queue hint was lost', '1s', duration),
  WORKER_CONCURRENCY: variable('Payments and refunds one worker handles at a time', '16', integer(1, 500)),
  WEBHOOK_CONCURRENCY: variable('Deliveries one worker has in flight', '100', integer(1, 2000)),
  WEBHOOK_TIMEOUT: variable('Deadline of one delivery attempt', '15s', duration),
  WEBHOOK_RETRY_SCHEDULE: optional('Delays before each attempt for live merchants, e.g. `0s,5s,5m,30m`', schedule),
  WEBHOOK_RETRY_SCHEDULE_TEST: optional('The same for test merchants', schedule),
  WEBHOOK_RETRY_INTERVALS_TEST: variable(
    '`true`: test merchants are retried after exactly 0s,5s,10s,15s,20s, without jitter',
    'false',
    flag,
  ),
  WEBHOOK_ALLOWED_CIDRS: variable('Address ranges webhooks may reach besides public ones, comma separated', '', ranges),
  WEBHOOK_ALLOW_PRIVATE: variable(
    'Outside demo runs, private ranges of WEBHOOK_ALLOWED_CIDRS need this as well',
    'false',
    flag,
  ),
  RATE_LIMIT_KEY: optional(
    'Requests per API key, `count/period` or `off` (default off in demo runs, else 200/s)',
    rate,
  ),
  RATE_LIMIT_PUBLIC: variable(
    'Writes per address on the public endpoints; an IPv6 address counts as its /64, and its /48 has 16 times the limit',
    '30/10s',
    rate,
  ),
  RATE_LIMIT_PUBLIC_READ: variable('Reads per address on the public endpoints', '120/10s', rate),
  RATE_LIMIT_LOGIN: variable('Failed logins per address, and per account beside its lockout', '10/30m', rate),
  RATE_LIMIT_CREDENTIALS: variable(
    'Wrong API keys, session tokens, invites and metrics tokens per address; callers that were right before go on',
    '100/1m',
    rate,
  ),
  DECLINE_LIMIT: optional('Declined payments per merchant and address (default off in demo runs, else 20/10m)', rate),
  RETENTION_WEBHOOK_ATTEMPTS: variable(
    'How long the attempts of ended deliveries are kept, with headers and answers (`off`: for ever); events and deliveries stay',
    '30d',
    retention,
  ),
  RETENTION_REQUEST_LOGS: variable('How long the request log of merchants is kept, or `off`', '30d', retention),
  RETENTION_SESSIONS: variable(
    'How long ended sessions, expired invites and failed logins are kept, or `off`',
    '7d',
    retention,
  ),
  RETENTION_AUDIT_LOG: variable(
    'How long entries of the audit log are kept, or `off`; a signed anchor stays, so that the rest can be verified',
    '400d',
    retention,
  ),
  RETENTION_HOURS: optional(
    'Hours (UTC) in which old rows are deleted, such as 1-5 or 22-4; absent: all day, a batch at a time',
    parsedBy(parseHours),
  ),
  TEST_PROCESSING_DELAY: optional(
    'Milliseconds the simulated bank is pending (default 500 in demo runs, else 0)',
    integer(0, 600000),
  ),
  SIMULATOR_SLOW_DELAY: variable('How long a payment by slow@… stays pending', '30s', duration),
  SIMULATOR_SEED: variable('Seed of the success-rate switches', '1', text),
  TEST_MODE: variable('`true`: every outcome of the simulated bank is TEST_PAYMENT_SUCCESS', 'false', flag),
  TEST_PAYMENT_SUCCESS: variable('The outcome in TEST_MODE', 'true', flag),
  UPI_SUCCESS_RATE: optional('0 to 1; set: UPI outcomes are drawn instead of read from the VPA', share),
  CARD_SUCCESS_RATE: optional('0 to 1; set: card outcomes are drawn instead of read from the number', share),
  PROCESSING_DELAY_MIN: optional(
    'Milliseconds; with PROCESSING_DELAY_MAX: the delay is drawn between them',
    integer(0, 600000),
  ),
  PROCESSING_DELAY_MAX: optional('Milliseconds', integer(0, 600000)),
});

export type Environment = z.output<typeof schema>;
