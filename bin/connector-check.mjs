/**
 * `npm run connector-check -- --account ca_…`: ten minutes with an acquirer's own test keys. It makes payments at one
 * account of a running gateway, asks the operator to pay on the acquirer's pages, and prints what held. Exit code 1 if
 * something did not. `API_URL`, `API_KEY` and `API_SECRET` name the gateway and the merchant; `--currency USD`, `--amount
 * 500` in minor units, `--minutes 5` for each page. Money of a live account moves only with `--live`.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { bold, dim, red, runMain, say } from './lib/terminal.mjs';

const POLL_MS = 1_000;
const PAGE_TIMEOUT_MS = 60_000;

/** One line for each promise: `✓` it held, `✗` it did not. */
class Findings {
  all = [];

  note(holds, text, fix) {
    this.all.push(holds);
    say(holds ? `  ✓ ${text}` : red(`  ✗ ${text}`));
    if (!holds && fix) say(dim(`    → ${fix}`));
    return holds;
  }
}

class Gateway {
  constructor({ API_URL: url = 'http://localhost:8000', API_KEY: key, API_SECRET: secret }) {
    if (!key || !secret) throw new Error('Set API_KEY and API_SECRET to a key of the merchant');
    this.url = url.replace(/\/$/, '');
    this.authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
  }

  async call(method, path, body) {
    const headers = { authorization: this.authorization, 'content-type': 'application/json' };
    if (method !== 'GET') headers['idempotency-key'] = randomUUID();
    const options = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(`${this.url}/api/v1${path}`, options);
    const json = await response.json();
    if (!response.ok) throw Object.assign(new Error(json.error?.description ?? response.status), { json });
    return json;
  }

  get = (path) => this.call('GET', path);
  post = (path, body = {}) => this.call('POST', path, body);

  /** Polls until the object passes; returns it as it was last. */
  async until(path, isDone, limitMs) {
    const end = Date.now() + limitMs;
    for (;;) {
      const object = await this.get(path);
      if (isDone(object) || Date.now() > end) return object;
      await pause(POLL_MS);
    }
  }
}

async function check(gateway, findings, account, { amount, currency, pageMs }) {
  const open = async (capture) => {
    const order = await gateway.post('/orders', { amount, currency, capture });
    const { id } = await gateway.post('/payments', { order_id: order.id, flow: 'redirect' });
    const isShown = ({ status }) => !['pending', 'processing'].includes(status);
    const payment = await gateway.until(`/payments/${id}`, isShown, PAGE_TIMEOUT_MS);
    const shown = payment.status === 'requires_action';
    findings.note(shown, `${id}: the page was made`, `the payment is ${payment.status}: ${payment.error_description}`);
    const { data } = await gateway.get(`/payments/${id}/charges`);
    const isThere = data.at(-1)?.account_id === account.id;
    findings.note(isThere, 'at this account', 'give it the lowest priority number, or disable the others for now');
    return shown && isThere ? payment : null;
  };
  const asked = async (payment, words) => {
    say(`\n${bold(words)}\n  ${payment.next_action.url}`);
    const isEnded = ({ status }) => status !== 'requires_action';
    return gateway.until(`/payments/${payment.id}`, isEnded, pageMs);
  };
  const isPaid = ({ status, captured, amount_captured: taken }) => status === 'success' && captured && taken === amount;

  const first = await open('automatic');
  if (!first) return;
  const paid = await asked(first, "Open this page. Try a declined card, then pay with the acquirer's test card:");
  if (!findings.note(isPaid(paid), `paid in full: ${amount} ${currency}`, `it is ${paid.status}`)) return;
  say(dim(`    compare with the acquirer's record: ${paid.connector_reference}`));
  await refunds(gateway, findings, paid);

  const second = await open('manual').catch((error) => {
    if (error.json?.error?.reason !== 'connection_limit') throw error;
    findings.note(true, `manual capture is refused before anything is stored: ${error.message}`);
    return 'refused';
  });
  if (!second) return;
  if (second !== 'refused') await captures(gateway, findings, second, asked);

  const third = await open('automatic');
  if (!third) return;
  const { status } = await gateway.post(`/payments/${third.id}/cancel`).catch(({ message }) => ({ status: message }));
  findings.note(status === 'cancelled', 'an unused page is closed', `it is ${status}`);
  say(`\n${bold('Open this page. It must take no payment any more:')}\n  ${third.next_action.url}`);

  await notifications(gateway, findings, account);
}

async function captures(gateway, findings, payment, asked) {
  const held = await asked(payment, 'Open this page and pay. It is to be authorised only:');
  const isHeld = held.status === 'success' && !held.captured;
  if (!findings.note(isHeld, 'authorised, nothing captured', `it is ${held.status}`)) return;
  const part = Math.ceil(held.amount / 2);
  const captured = await gateway.post(`/payments/${held.id}/capture`, { amount: part });
  findings.note(captured.amount_captured === part, `captured in part: ${part}`);
}

async function refunds(gateway, findings, { id, amount }) {
  const part = Math.ceil(amount / 4);
  for (const wanted of [part, amount - part]) {
    const refund = await gateway.post('/refunds', { payment_id: id, amount: wanted });
    const isEnded = ({ status }) => ['processed', 'failed'].includes(status);
    const { status, error_description: why } = await gateway.until(`/refunds/${refund.id}`, isEnded, PAGE_TIMEOUT_MS);
    findings.note(
      status === 'processed',
      `refunded ${wanted}`,
      `it is ${status} ${why ?? ''}: some take days, ask later`,
    );
  }
  const more = await gateway.post('/refunds', { payment_id: id, amount: 1 }).catch(({ json }) => json);
  findings.note(more?.error?.reason === 'refund_exceeds_captured', 'no more can be refunded');
}

async function notifications(gateway, findings, before) {
  if (before.notification_url === null) return;
  const { last_verified_at: last } = await gateway.get(`/connector-accounts/${before.id}`);
  const fix = `enter ${before.notification_url} at the acquirer, and its secret here; it must be reachable from there`;
  findings.note(last !== null && last !== before.last_verified_at, 'notifications arrive and verify', fix);
}

async function main() {
  const { values } = parseArgs({
    options: {
      account: { type: 'string' },
      currency: { type: 'string', default: 'USD' },
      amount: { type: 'string', default: '500' },
      minutes: { type: 'string', default: '5' },
      live: { type: 'boolean', default: false },
    },
  });
  if (!values.account) throw new Error('--account ca_… names the account: it is shown under Connections');
  const gateway = new Gateway(process.env);
  const account = await gateway.get(`/connector-accounts/${values.account}`);
  if (account.mode === 'live' && !values.live) throw new Error('This account moves money: --live says that it may');
  const findings = new Findings();
  say(`\n${bold(`${account.label} (${account.connector}, ${account.mode})`)}\n`);
  const { data } = await gateway.get('/connectors');
  const emulator = data.find(({ name }) => name === account.connector)?.emulator_url ?? null;
  if (emulator !== null)
    say(red(`  This gateway calls an emulator, ${emulator}: nothing here is about the acquirer itself.\n`));
  const { test_result: test } = await gateway.post(`/connector-accounts/${account.id}/test`);
  if (findings.note(test.ok, test.description)) {
    const settings = { amount: Number(values.amount), currency: values.currency, pageMs: values.minutes * 60_000 };
    await check(gateway, findings, account, settings);
  }
  const bad = findings.all.filter((holds) => !holds).length;
  say(`\n${bad === 0 ? 'All of it held.' : red(`${bad} of ${findings.all.length} did not hold.`)}`);
  return bad === 0 ? 0 : 1;
}

runMain(main);
