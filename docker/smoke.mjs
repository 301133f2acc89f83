/**
 * `docker-compose exec api npm test`: tests the running gateway of this container. Sends requests to the server, and
 * in a demo run pays and refunds an order of the demo merchant. Ends with "N passed, N failed".
 */
const API = `http://127.0.0.1:${process.env.PORT || 8000}`;
const KEY = {
  'X-Api-Key': process.env.TEST_API_KEY || 'key_test_abc123',
  'X-Api-Secret': process.env.TEST_API_SECRET || 'secret_test_xyz789',
};
/** Allows for a busy machine, on top of the time of bank and worker. */
const PATIENCE_MS = 30_000;

async function ask(path, { headers = {}, body } = {}) {
  const response = await fetch(API + path, {
    method: body ? 'POST' : 'GET',
    headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
    body: body && JSON.stringify(body),
  });
  return { status: response.status, json: await response.json() };
}

function expect(what, holds, seen) {
  if (!holds) throw new Error(`expected ${what}, got ${JSON.stringify(seen)}`);
}

const merchant = async (path, body) => {
  const { status, json } = await ask(`/api/v1${path}`, { headers: KEY, body });
  const wanted = body ? 201 : 200;
  expect(wanted, status === wanted, json);
  return json;
};

async function ended(path) {
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const seen = await merchant(path);
    if (seen.status !== 'pending' || Date.now() > giveUpAt) return seen;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

const CHECKS = {
  'the server, its database, its queue and a worker are up': async () => {
    const { json } = await ask('/health');
    expect('healthy', json.status === 'healthy', json);
  },
  'a key that does not exist is refused': async () => {
    const { status, json } = await ask('/api/v1/orders', { headers: { ...KEY, 'X-Api-Secret': 'another' } });
    expect(401, status === 401, json);
  },
};
const OF_A_DEMO = {
  'an order is paid by UPI, and refunded': async () => {
    const order = await merchant('/orders', { amount: 50_000 });
    const { id } = await merchant('/payments', { order_id: order.id, method: 'upi', vpa: 'success@upi' });
    const paid = await ended(`/payments/${id}`);
    expect('a captured payment', paid.status === 'success' && paid.captured, paid);
    const refund = await merchant(`/payments/${id}/refunds`, { amount: 50_000 });
    const given = await ended(`/refunds/${refund.id}`);
    expect('a processed refund', given.status === 'processed', given);
  },
};

const isDemo = (await ask('/api/v1/test/merchant')).status === 200;
let failed = 0;
const checks = Object.entries({ ...CHECKS, ...(isDemo && OF_A_DEMO) });
for (const [name, check] of checks) {
  try {
    await check();
    console.log(`ok ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${name}: ${error.message}`);
  }
}
if (!isDemo) console.log('No demo run: nothing was paid.');
console.log(`\n${checks.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
