/**
 * A webhook receiver: registers itself with the gateway, verifies every delivery and prints it.
 * `node examples/receiver.mjs` (PORT, GATEWAY_URL, API_KEY and API_SECRET change the defaults of a demo run)
 *
 * WEBHOOK_URL is where the gateway's worker reaches this program, LISTEN_ON the address it listens on. A worker in a
 * container has a 127.0.0.1 of its own: WEBHOOK_URL=http://host.docker.internal:4000/webhooks LISTEN_ON=0.0.0.0
 */
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';

const port = Number(process.env.PORT ?? 4000);
const listenOn = process.env.LISTEN_ON ?? '127.0.0.1';
const address = process.env.WEBHOOK_URL ?? `http://127.0.0.1:${port}/webhooks`;
const gateway = process.env.GATEWAY_URL ?? 'http://127.0.0.1:8000';
const credentials = {
  'X-Api-Key': process.env.API_KEY ?? 'key_test_abc123',
  'X-Api-Secret': process.env.API_SECRET ?? 'secret_test_xyz789',
};
const TOLERANCE_SECONDS = 300;

async function call(method, path, body) {
  const headers = { ...credentials, 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() };
  const answer = await fetch(`${gateway}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
  const content = await answer.json();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${content.error?.description}`);
  return content;
}

/** Returns the secret of our endpoint. A test merchant can read it again, so a restart reuses its earlier endpoint. */
async function register() {
  const { data } = await call('GET', '/webhook-endpoints?limit=100');
  const known = data.find(({ url, enabled }) => url === address && enabled);
  const endpoint = known
    ? await call('GET', `/webhook-endpoints/${known.id}`)
    : await call('POST', '/webhook-endpoints', { url: address, description: 'examples/receiver.mjs' });
  return endpoint.secret;
}

/** A comparison in constant time does not reveal how much of a guess was correct. */
function same(given, expected) {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Returns the fault of a delivery; undefined if it is genuine. `rawBody` is the body byte for byte as it arrived. */
function fault(rawBody, headers, secret) {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures = '' } = headers;
  // An old delivery with a valid signature may be a replay of a recorded one.
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= TOLERANCE_SECONDS))
    return 'timestamp missing or too far off';

  // Standard Webhooks: keyed with the decoded base64 after "whsec_"; several signatures during a rotation.
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const standard = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(rawBody).digest('base64');
  if (!signatures.split(' ').some((one) => same(one, `v1,${standard}`))) return 'webhook-signature does not match';

  // The plain scheme: hex over the body only, keyed with the whole secret string.
  const plain = createHmac('sha256', secret).update(rawBody).digest('hex');
  const given = [headers['x-webhook-signature'], headers['x-webhook-signature-previous']];
  if (!given.some((one) => same(one, plain))) return 'X-Webhook-Signature does not match';
}

const seenEvents = new Set();
const newest = new Map();

/** Deliveries arrive at least once and in any order: skip a repeated id and a lower version. */
function remark(id, object, version) {
  if (seenEvents.has(id)) return 'dropped: seen before';
  seenEvents.add(id);
  if (version < (newest.get(object.id) ?? 0)) return 'dropped: older than what we have';
  newest.set(object.id, version);
  return '';
}

const giveUp = (error) => (
  console.error(`No endpoint at ${gateway}: ${(error.cause ?? error).message}`),
  process.exit(1)
);
const secret = await register().catch(giveUp);

createServer(async (request, response) => {
  const rawBody = await buffer(request).catch(() => undefined);
  if (!rawBody) return; // the sender closed the connection and will retry
  const wrong = fault(rawBody, request.headers, secret);
  response.writeHead(wrong ? 400 : 200).end();
  if (wrong) return console.log(`signature BAD: ${wrong}`);

  const { id, event, version, data } = JSON.parse(rawBody);
  const object = Object.values(data)[0];
  const amount = object.amount === undefined ? '' : `${object.amount} ${object.currency}`;
  const note = remark(id, object, version);
  console.log(
    [event.padEnd(24), id, object.id, amount, `v${version}`, 'signature ok', note].filter(Boolean).join('  '),
  );
}).listen(port, listenOn, () =>
  console.log(`Listening on port ${port} for ${address}; events of ${gateway} appear here.\n`),
);
