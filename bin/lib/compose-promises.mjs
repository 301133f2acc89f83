/** The promises of a deployment by docker-compose.yml, in the order of their tests. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { URLSearchParams } from 'node:url';
import { ONE_OF_EACH } from './compose.mjs';
import { Browser } from './compose-browser.mjs';
import * as documents from './compose-documents.mjs';
import { redisAway, redisKilled, replicaKilled, scaled, workerKilled } from './compose-failures.mjs';
import { Merchant } from './compose-merchant.mjs';
import { hardened, leastPrivilege } from './compose-rights.mjs';
import { freePort } from './ports.mjs';
import { expect, root } from './project.mjs';
import { until } from './running.mjs';

const NAMES = ['pg_gateway', 'redis_gateway', 'gateway_api', 'gateway_worker', 'gateway_acquirer'].concat([
  'gateway_dashboard',
  'gateway_checkout',
]);
/** The responses that the README's comments describe, and the error of the refund that is too large. */
const README_RESPONSES = [
  /"status":"success".*"captured":true|"captured":true.*"status":"success"/,
  /"status":"paid"/,
  /"card_last4":"1111"/,
  /"error_reason":"insufficient_funds"/,
  /"error":\{/,
  /"status":"processed"/,
];

async function started({ compose, state }) {
  await compose.asWritten(documents.upCommand());
  await compose.healthy(ONE_OF_EACH);
  const [migrate] = await compose.of('migrate');
  expect(migrate?.State.ExitCode === 0, `migrate ended with ${migrate?.State.ExitCode}`);
  state.merchant = new Merchant(compose.url('api'));
  const health = await (await fetch(compose.url('api', '/health'))).json();
  expect(health.status === 'healthy' && health.redis === 'connected', `the API reports ${JSON.stringify(health)}`);
  const names = (await compose.containers()).map(({ Name: name }) => name.replace(`/${compose.project}_`, '')).sort();
  const missing = NAMES.filter((name) => !names.includes(name));
  expect(missing.length === 0, `no container is called ${missing.join(' nor ')}; there are ${names.join(', ')}`);
  for (const port of [compose.ports.postgres, compose.ports.redis]) await reachable(port);
  // Receives every event of the following payments.
  state.inbox = (await state.merchant.call('POST', '/webhook-endpoints', { kind: 'inbox' })).id;
}

async function reachable(port) {
  const socket = connect({ host: '127.0.0.1', port });
  await once(socket, 'connect');
  socket.destroy();
}

/** The gateway asks about an open page after 10 s, as it gets no notification here. */
const PAGE = { timeout: 60_000, every: 500 };

/** Its address is the one that shoppers reach, although servers and workers call the acquirer in their own network. */
async function payPage({ state: { merchant } }) {
  const { id: orderId } = await merchant.order();
  const { id } = await merchant.call('POST', '/payments', { order_id: orderId, flow: 'redirect' });
  const shown = await until(async () => {
    const { next_action: action } = await merchant.call('GET', `/payments/${id}`);
    return action?.url;
  }, PAGE);
  expect(shown, 'no page was shown');
  const form = new URLSearchParams({ number: '4111111111111111', expiry: '12/40', cvv: '123' });
  const { status, headers } = await fetch(`${shown}/card`, { method: 'POST', body: form, redirect: 'manual' });
  expect(status === 303, `the page answered ${status}`);
  expect(headers.get('location')?.includes('/checkout/return'), `the page led to ${headers.get('location')}`);
  const isPaid = await until(async () => (await merchant.call('GET', `/payments/${id}`)).captured, PAGE);
  expect(isPaid, 'the payment on the page was not captured');
}

/** `npm test` in the container tests the running service. */
async function smoke({ compose }) {
  const output = await compose.asWritten('docker-compose exec -T api npm test');
  expect(/^3 passed, 0 failed$/m.test(output), `npm test in the api container printed\n${output}`);
}

async function firstPayment({ compose }) {
  // Waits longer than the README, for a busy machine.
  const { output } = await compose.shell('api', documents.firstPaymentScript().replaceAll('sleep 2', 'sleep 5; echo'));
  const missing = README_RESPONSES.filter((response) => !output.split('\n').some((line) => response.test(line)));
  expect(missing.length === 0, `no response with ${missing.join(' nor ')}:\n${output}`);
}

/** The worker in its container reaches a receiver on this machine, which verifies the signature. */
async function webhookVerified({ compose, state: { merchant } }) {
  const port = await freePort();
  const command = documents.receiverCommand().replaceAll('4000', port);
  const env = { ...compose.base, PORT: String(port), GATEWAY_URL: compose.url('api') };
  const receiver = spawn('bash', ['-c', `exec env ${command}`], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [receiver.stdout, receiver.stderr]) stream.on('data', (chunk) => (printed += chunk));
  try {
    expect(await until(() => printed.includes('Listening'), { timeout: 15_000 }), `no receiver:\n${printed}`);
    const { order } = await merchant.pay('receiver');
    const verified = () => printed.split('\n').some((line) => line.includes(order) && line.includes('signature ok'));
    expect(await until(verified, { timeout: 30_000 }), `no order.paid with a good signature:\n${printed}`);
    expect(!printed.includes('BAD'), `a bad signature:\n${printed}`);
  } finally {
    const { data } = await merchant.call('GET', '/webhook-endpoints?limit=100');
    for (const { id, url } of data.filter((one) => one.url?.includes(`:${port}/`))) {
      await merchant.call('DELETE', `/webhook-endpoints/${id}`, undefined, { 'Idempotency-Key': `away-${url}` });
    }
    if (receiver.exitCode === null) {
      receiver.kill();
      await once(receiver, 'exit');
    }
  }
}

/** Each of submission.yml's commands succeeds and prints the expected output. */
async function submissionVerifies({ compose }) {
  const shown = [/"status":"healthy"/, /"worker_status":"running"/, /"id":"order_\w{16}"/, /"data":\[/, /^$/, /^$/];
  const commands = documents.submission().verify;
  expect(commands.length === shown.length, `submission.yml has ${commands.length} commands, ${shown.length} are known`);
  for (const [i, command] of commands.entries()) {
    const output = (await compose.asWritten(command)).trim();
    expect(shown[i].test(output), `${command}\nprinted ${output}`);
  }
}

async function checkoutPays({ compose, state }) {
  const order = await state.merchant.order(50_000);
  const shopper = new Browser(compose.base.PUBLIC_CHECKOUT_URL);
  const page = await shopper.open(`/checkout?order_id=${order.id}`);
  expect(page.status === 200 && page.html.includes('500.00'), `the page of the order returned ${page.status}`);
  const after = await shopper.submit(page, 'vpa', { vpa: 'success@upi' });
  const payment = /payment_id=(pay_\w+)/.exec(after.path)?.[1];
  expect(payment, `paying led to ${after.path} (${after.status})`);
  await state.merchant.allPaid([{ order: order.id, payment }]);
  const script = await fetch(compose.url('checkout', '/checkout.js'));
  expect((await script.text()).includes(compose.base.PUBLIC_CHECKOUT_URL), 'checkout.js has another address');
  state.payment = payment;
}

async function dashboardShows({ compose, state }) {
  const person = new Browser(compose.base.PUBLIC_DASHBOARD_URL);
  const page = await person.open('/login');
  const home = await person.submit(page, 'password', {});
  expect(home.path.startsWith('/dashboard') && home.status === 200, `signing in led to ${home.path} (${home.status})`);
  const { html } = await person.open('/dashboard/transactions');
  expect(html.includes(state.payment), 'the payment is not among the transactions');
}

/** The variables that a boot with these settings rejects. */
async function rejectedVariables(compose, env) {
  compose.use({ DEMO: 'false', ...env });
  const { code, output } = await compose.run('run', '-T', '--rm', '--no-deps', 'migrate');
  expect(code !== 0, 'the boot was not rejected');
  return [...output.matchAll(/^ {2}- (\w+):/gm)].map(([, name]) => name).sort();
}

async function demoOffRefuses({ compose }) {
  await compose.down(); // also removes the proxy, which the usual command does not include
  for (const command of documents.submission().shutdown) await compose.asWritten(command);
  const missing = await rejectedVariables(compose, {});
  const all =
    'ACQUIRER_DATABASE_URL,DATABASE_URL,ENCRYPTION_KEY,METRICS_TOKEN,MIGRATION_DATABASE_URL,REDIS_PASSWORD,SIMULATED_ACQUIRER_KEY';
  expect(`${missing}` === all, `without secrets it named ${missing}`);
  const weak = await rejectedVariables(compose, {
    ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    METRICS_TOKEN: 'a-token-of-some-length',
    POSTGRES_PASSWORD: 'a-password',
    POSTGRES_APP_PASSWORD: 'another-password',
    POSTGRES_ACQUIRER_PASSWORD: 'a-fourth-password',
    SIMULATED_ACQUIRER_KEY: 'acq_test_of_this_deployment',
    REDIS_PASSWORD: 'a-third-password',
  });
  expect(`${weak}` === 'ENCRYPTION_KEY', `with a weak key it named ${weak}`);
}

async function demoOffRuns({ compose }) {
  const { folder, token } = compose.makeSecrets();
  compose.use({ DEMO: 'false', SECRETS_DIR: folder }, ['docker/secrets.yml']);
  await compose.asWritten(documents.secretsCommand().replace('/etc/payment-gateway', folder));
  await compose.healthy(ONE_OF_EACH);
  const status = async (path, headers) => (await fetch(compose.url('api', path), { headers })).status;
  const demoKey = { 'X-Api-Key': 'key_test_abc123', 'X-Api-Secret': 'secret_test_xyz789' };
  expect((await status('/api/v1/payments', demoKey)) === 401, 'the demo key is accepted');
  expect((await status('/metrics', {})) === 401, '/metrics is open');
  expect((await status('/metrics', { Authorization: `Bearer ${token}` })) === 200, '/metrics rejects its token');
  const page = await new Browser(compose.base.PUBLIC_DASHBOARD_URL).open('/login');
  expect(page.status === 200 && !page.html.includes('demo-password'), 'the login page shows the demo password');
  const inspected = JSON.stringify((await compose.of('api'))[0].Config.Env);
  expect(!inspected.includes(token), 'the environment of a container holds a secret');
}

export const PROMISES = [
  ['docker-compose up brings up every service, healthy', started],
  ['no container runs as root, writes its file system, lacks limits or listens on other interfaces', hardened],
  ['the role of servers and workers can only read and write rows; Redis requires a password', leastPrivilege],
  ["the README's first payment works, by curl inside the api container", firstPayment],
  ["a webhook arrives at the README's receiver on this machine with a valid signature", webhookVerified],
  ['the verification commands of submission.yml succeed', submissionVerifies],
  ['npm test in the api container tests the running service and succeeds', smoke],
  ['a shopper pays in the checkout', checkoutPays],
  ["a shopper pays on the acquirer's page", payPage],
  ['the demo user signs in to the dashboard and finds that payment', dashboardShows],
  ['a killed worker restarts; every payment becomes final and is announced exactly once', workerKilled],
  ['the same if Redis is killed', redisKilled],
  ['payments are accepted while Redis is down, and become final after it returns', redisAway],
  ['the scale profile runs 2 API replicas and 3 workers on the same data; killing 2 of them loses nothing', scaled],
  ['the proxy uses every replica, and loses nothing when one is killed', replicaKilled],
  ['DEMO=false rejects missing and weak secrets and names each', demoOffRefuses],
  ['DEMO=false runs with secrets from files, and the demo key is rejected', demoOffRuns],
];
