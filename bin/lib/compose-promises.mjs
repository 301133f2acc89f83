/** What a deployment by docker-compose.yml promises, in the order in which it is tried. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import * as documents from './compose-documents.mjs';
import { Browser, Merchant } from './compose-merchant.mjs';
import { hardened, leastPrivilege } from './compose-rights.mjs';
import { freePort } from './ports.mjs';
import { expect, root } from './project.mjs';
import { until } from './running.mjs';

const ONE_OF_EACH = { postgres: 1, redis: 1, api: 1, worker: 1, dashboard: 1, checkout: 1 };
const NAMES = ['pg_gateway', 'redis_gateway', 'gateway_api', 'gateway_worker', 'gateway_dashboard', 'gateway_checkout'];
const PAYMENTS = 40;
/** What the README's comments say comes back, and the refusal of the refund that asks for too much. */
const README_ANSWERS = [
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
  expect(health.status === 'healthy' && health.redis === 'connected', `the API says ${JSON.stringify(health)}`);
  const names = (await compose.containers()).map(({ Name: name }) => name.replace(`/${compose.project}_`, '')).sort();
  const missing = NAMES.filter((name) => !names.includes(name));
  expect(missing.length === 0, `no container is called ${missing.join(' nor ')}; there are ${names.join(', ')}`);
  for (const port of [compose.ports.postgres, compose.ports.redis]) await reachable(port);
  // Every event of the following payments is counted here.
  state.inbox = (await state.merchant.call('POST', '/webhook-endpoints', { kind: 'inbox' })).id;
}

async function reachable(port) {
  const socket = connect({ host: '127.0.0.1', port });
  await once(socket, 'connect');
  socket.destroy();
}

/** `npm test` in the container asks the service that runs. */
async function smoke({ compose }) {
  const output = await compose.asWritten('docker-compose exec -T api npm test');
  expect(/^3 passed, 0 failed$/m.test(output), `npm test in the api container printed\n${output}`);
}

async function firstPayment({ compose }) {
  // A busy machine needs longer than the README's reader.
  const { output } = await compose.shell('api', documents.firstPaymentScript().replaceAll('sleep 2', 'sleep 5; echo'));
  const missing = README_ANSWERS.filter((answer) => !output.split('\n').some((line) => answer.test(line)));
  expect(missing.length === 0, `no answer with ${missing.join(' nor ')}:\n${output}`);
}

/** The worker in its container reaches a receiver on this machine, which finds the signature good. */
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

/** Each of submission.yml's commands ends well and prints what it is there to show. */
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
  expect(page.status === 200 && page.html.includes('500.00'), `the page of the order answers ${page.status}`);
  const after = await shopper.submit(page, 'vpa', { vpa: 'success@upi' });
  const payment = /payment_id=(pay_\w+)/.exec(after.path)?.[1];
  expect(payment, `paying led to ${after.path} (${after.status})`);
  await state.merchant.allPaid([{ order: order.id, payment }]);
  const script = await fetch(compose.url('checkout', '/checkout.js'));
  expect((await script.text()).includes(compose.base.PUBLIC_CHECKOUT_URL), 'checkout.js knows another address');
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

async function workerKilled({ compose, state: { merchant, inbox } }) {
  const [before] = await compose.of('worker');
  const making = merchant.payMany('worker', PAYMENTS);
  await until(async () => (await merchant.call('GET', '/payments?limit=20')).data.some(isOnItsWay), {
    timeout: 20_000,
  });
  await compose.crash(before);
  const made = await making;
  await merchant.allPaid(made);
  await merchant.allAnnounced(made, inbox);
  await compose.healthy(ONE_OF_EACH);
  const [after] = await compose.of('worker');
  expect(after.RestartCount > before.RestartCount, 'the worker was not killed');
}

const isOnItsWay = ({ status }) => status === 'pending';

async function redisKilled({ compose, state: { merchant, inbox } }) {
  const [before] = await compose.of('redis');
  const making = merchant.payMany('redis', PAYMENTS);
  await compose.crash(before);
  const made = await making;
  await merchant.allPaid(made);
  await merchant.allAnnounced(made, inbox);
  await compose.healthy(ONE_OF_EACH);
  expect((await compose.of('redis'))[0].RestartCount > before.RestartCount, 'Redis was not killed');
}

/** What is accepted meanwhile waits in PostgreSQL. */
async function redisAway({ compose, state: { merchant, inbox } }) {
  await compose.must('stop', 'redis');
  const made = await merchant.payMany('without-redis', PAYMENTS / 2);
  const health = await (await fetch(compose.url('api', '/health'))).json();
  expect(health.status === 'degraded', `the API calls itself ${health.status} without Redis`);
  await compose.must('start', 'redis');
  await merchant.allPaid(made);
  await merchant.allAnnounced(made, inbox);
  await compose.healthy(ONE_OF_EACH);
}

/** Everything is taken down and comes back larger, on the same volumes. */
async function scaled({ compose, state }) {
  await compose.asWritten(documents.downCommand());
  compose.use({ API_PORTS: compose.apiRange });
  await compose.asWritten(documents.scaleCommand().replace('8000-8001', compose.apiRange));
  await compose.healthy({ ...ONE_OF_EACH, api: 2, worker: 3, proxy: 1 });
  const merchant = new Merchant(compose.url('proxy'));
  const { status } = await merchant.call('GET', `/payments/${state.payment}`);
  expect(status === 'success', `a payment from before is ${status}`);
  const making = merchant.payMany('scaled', PAYMENTS);
  const [first, second] = await compose.of('worker');
  await Promise.all([compose.crash(first), compose.crash(second)]);
  const made = await making;
  await merchant.allPaid(made);
  await merchant.allAnnounced(made, state.inbox);
  state.merchant = merchant;
}

async function replicaKilled({ compose, state: { merchant, inbox } }) {
  for (const { Id: id } of await compose.of('api')) {
    const asked = await compose.docker('exec', id, 'curl', '-s', 'http://127.0.0.1:8000/metrics');
    expect(/_count\{[^}]*route="\/api\/v1\/payments"/.test(asked), 'the proxy left a replica out');
  }
  const [replica] = await compose.of('api');
  const making = merchant.payMany('replica', PAYMENTS);
  await compose.crash(replica);
  const made = await making;
  await merchant.allPaid(made);
  await merchant.allAnnounced(made, inbox);
  await compose.healthy({ api: 2, proxy: 1 });
}

/** Names the variables of which a boot with these settings complains. */
async function refusal(compose, env) {
  compose.use({ DEMO: 'false', ...env });
  const { code, output } = await compose.run('run', '-T', '--rm', '--no-deps', 'migrate');
  expect(code !== 0, 'the boot was not refused');
  return [...output.matchAll(/^ {2}- (\w+):/gm)].map(([, name]) => name).sort();
}

async function demoOffRefuses({ compose }) {
  await compose.down(); // the proxy, which the usual command does not know
  for (const command of documents.submission().shutdown) await compose.asWritten(command);
  const nothing = await refusal(compose, {});
  const all = 'DATABASE_URL,ENCRYPTION_KEY,METRICS_TOKEN,MIGRATION_DATABASE_URL,REDIS_PASSWORD';
  expect(`${nothing}` === all, `without secrets it named ${nothing}`);
  const weak = await refusal(compose, {
    ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    METRICS_TOKEN: 'a-token-of-some-length',
    POSTGRES_PASSWORD: 'a-password',
    POSTGRES_APP_PASSWORD: 'another-password',
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
  expect((await status('/api/v1/payments', demoKey)) === 401, 'the demo key opens it');
  expect((await status('/metrics', {})) === 401, '/metrics is open');
  expect((await status('/metrics', { Authorization: `Bearer ${token}` })) === 200, '/metrics refuses its token');
  const page = await new Browser(compose.base.PUBLIC_DASHBOARD_URL).open('/login');
  expect(page.status === 200 && !page.html.includes('demo-password'), 'the login page shows the demo password');
  const inspected = JSON.stringify((await compose.of('api'))[0].Config.Env);
  expect(!inspected.includes(token), 'a secret stands in the environment of a container');
}

export const PROMISES = [
  ['docker-compose up brings up every service, healthy', started],
  ['no container runs as root, writes its file system, lacks limits or listens beyond this machine', hardened],
  ['the role of servers and workers reads and writes rows and nothing else; Redis asks for a password', leastPrivilege],
  ["the README's first payment works, by curl inside the api container", firstPayment],
  ["a webhook arrives at the README's receiver on this machine, its signature good", webhookVerified],
  ['the commands by which submission.yml verifies it end well', submissionVerifies],
  ['npm test in the api container tries the running service, and ends well', smoke],
  ['a shopper pays in the checkout', checkoutPays],
  ['the demo user signs in to the dashboard and finds that payment', dashboardShows],
  ['a killed worker comes back; every payment is final and announced exactly once', workerKilled],
  ['so it is when Redis is killed', redisKilled],
  ['payments are accepted while Redis is away, and become final when it is back', redisAway],
  ['the scale profile runs 2 API replicas and 3 workers on the same data; killing 2 of them loses nothing', scaled],
  ['the proxy uses every replica, and loses nothing when one is killed', replicaKilled],
  ['DEMO=false refuses missing and weak secrets, naming each', demoOffRefuses],
  ['DEMO=false runs with secrets from files, and the demo key opens nothing', demoOffRuns],
];
