/** The promises of a deployment when containers fail or their number changes. */
import { ONE_OF_EACH } from './compose.mjs';
import { scaleCommand, downCommand } from './compose-documents.mjs';
import { Merchant } from './compose-merchant.mjs';
import { expect } from './project.mjs';
import { until } from './running.mjs';

/** Payments per failure. */
const PAYMENTS = 40;

export async function workerKilled({ compose, state: { merchant, inbox } }) {
  const [before] = await compose.of('worker');
  const making = merchant.payMany('worker', PAYMENTS);
  await until(async () => (await merchant.call('GET', '/payments?limit=20')).data.some(isPending), {
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

const isPending = ({ status }) => status === 'pending';

export async function redisKilled({ compose, state: { merchant, inbox } }) {
  const [before] = await compose.of('redis');
  const making = merchant.payMany('redis', PAYMENTS);
  await compose.crash(before);
  const made = await making;
  await merchant.allPaid(made);
  await merchant.allAnnounced(made, inbox);
  await compose.healthy(ONE_OF_EACH);
  expect((await compose.of('redis'))[0].RestartCount > before.RestartCount, 'Redis was not killed');
}

/** Payments accepted without Redis wait in PostgreSQL. */
export async function redisAway({ compose, state: { merchant, inbox } }) {
  await compose.must('stop', 'redis');
  const made = await merchant.payMany('without-redis', PAYMENTS / 2);
  const health = await (await fetch(compose.url('api', '/health'))).json();
  expect(health.status === 'degraded', `the API reports ${health.status} without Redis`);
  await compose.must('start', 'redis');
  await merchant.allPaid(made);
  await merchant.allAnnounced(made, inbox);
  await compose.healthy(ONE_OF_EACH);
}

/** The deployment is removed and comes back with more containers, on the same volumes. */
export async function scaled({ compose, state }) {
  await compose.asWritten(downCommand());
  compose.use({ API_PORTS: compose.apiRange });
  await compose.asWritten(scaleCommand().replace('8000-8001', compose.apiRange));
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

export async function replicaKilled({ compose, state: { merchant, inbox } }) {
  for (const { Id: id } of await compose.of('api')) {
    const metrics = await compose.docker('exec', id, 'curl', '-s', 'http://127.0.0.1:8000/metrics');
    expect(/_count\{[^}]*route="\/api\/v1\/payments"/.test(metrics), 'the proxy does not use a replica');
  }
  const [replica] = await compose.of('api');
  const making = merchant.payMany('replica', PAYMENTS);
  await compose.crash(replica);
  const made = await making;
  await merchant.allPaid(made);
  await merchant.allAnnounced(made, inbox);
  await compose.healthy({ api: 2, proxy: 1 });
}
