import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page, Response } from 'playwright-core';
import type { Member } from '../../api/test/support/gateway.js';
import { waitFor } from '../../api/test/support/processes.js';
import { expectAccessible } from '../../web-checkout/test/support/accessibility.js';
import { TEST_IDS, type TestId } from '../src/lib/test-ids.js';
import { makeStale } from '../../api/test/support/second-factor.js';
import { StripeEmulator } from '../../api/test/support/stripe-emulator/emulator.js';
import { Dashboard } from './support/dashboard.js';

/** Compressed bytes of one page with everything that it loads. */
const MAX_SCRIPT_BYTES = 190_000;
/** The documented ids of each page. */
const LIST_IDS = ['payment-id', 'order-id', 'amount', 'method', 'status', 'created-at'] as const;
const IDS: Readonly<Record<string, readonly TestId[]>> = {
  'Signing in': ['login-form', 'email-input', 'password-input', 'login-button'],
  Home: [
    ...(['dashboard', 'api-credentials', 'api-key', 'api-secret'] as const),
    ...(['stats-container', 'total-transactions', 'total-amount', 'success-rate'] as const),
    ...(['net-volume', 'refunded-amount', 'average-amount', 'attention', 'by-method'] as const),
  ],
  Transactions: ['transactions-table', 'transaction-row', 'bulk-form', ...LIST_IDS],
  'Request shell': ['shell-form'],
  'A view of transactions': ['saved-views', 'save-view-button'],
  'A payment': [
    ...(['charges', 'charge-item', 'charge-status', 'charge-reference', 'money-state', 'timeline'] as const),
    ...(['customer-link', 'line-items', 'receipt-link', 'status', 'payment-id', 'order-id'] as const),
  ],
  Customers: ['customers-table', 'customer-row'],
  'Payment links': ['payment-links-table', 'payment-link-row'],
  'New payment link': ['payment-link-form'],
  'A payment link': ['share-link', 'qr-code', 'link-paid', 'cancel-link-button'],
  'An endpoint’s page': [
    'endpoint-health',
    'choose-test-button',
    'webhook-secret',
    'webhook-config-form',
    'webhook-logs-table',
  ],
  Branding: ['branding-form'],
  'Policy reports': ['policy-reports-table', 'policy-report-row'],
  Mail: ['mail-receipts', 'mails-table', 'mail-row'],
  'Sign-in': ['second-factor', 'second-factor-form', 'password-form', 'sessions', 'session-item'],
  Refunds: ['refunds-table', 'refund-row'],
  'An endpoint': [
    ...(['webhook-config', 'webhook-config-form', 'webhook-url-input', 'webhook-secret'] as const),
    ...(['regenerate-secret-button', 'save-webhook-button', 'test-webhook-button'] as const),
    ...(['webhook-logs-table', 'webhook-log-item', 'webhook-event', 'webhook-status', 'webhook-attempts'] as const),
    ...(['webhook-last-attempt', 'webhook-response-code', 'retry-webhook-button'] as const),
  ],
  Connections: [
    ...(['connections', 'connection-item', 'connection-status', 'connection-test-result'] as const),
    ...(['routing', 'decline-classes', 'dry-run', 'dry-run-result'] as const),
    ...(['connection-notifications', 'add-connection-button', 'test-connection-button'] as const),
    ...(['edit-connection-button', 'switch-connection-button', 'connection-form', 'remove-connection-form'] as const),
  ],
  Docs: [
    ...(['api-docs', 'section-create-order', 'code-snippet-create-order', 'section-sdk-integration'] as const),
    ...(['code-snippet-sdk', 'section-webhook-verification', 'code-snippet-webhook'] as const),
  ],
};

describe('every page of the dashboard', () => {
  let dashboard: Dashboard;
  let stripe: StripeEmulator;
  let owner: Member;
  let pages: [string, string][];
  let doors: [string, string][];
  let inbox: string;
  const seen = new Set<string>();
  /** A payment that has left the gateway, by its id. */
  async function begun(vpa: string, order: { capture?: 'manual' } = {}): Promise<string> {
    const { id: orderId } = await dashboard.merchant.createOrder({ amount: 40_000, ...order });
    const { id } = await dashboard.merchant.createPayment({ orderId, method: 'upi', vpa });
    const state = async () => (await dashboard.merchant.getPayment(id)).moneyState;
    await waitFor(async () => (await state()) !== 'pending', { what: 'the step after pending' });
    return id;
  }
  /** A paid order with everything that its page can show. */
  async function bought(customer: string) {
    const lineItems = [{ name: 'T-shirt', quantity: 2, amount: 25_000 }];
    const given = { customer: { id: customer }, description: 'Two T-shirts', receipt: 'R-7', lineItems };
    const order = await dashboard.merchant.createOrder({ amount: 50_000, ...given });
    const { id } = await dashboard.merchant.createPayment({ orderId: order.id, method: 'upi', vpa: 'asha@upi' });
    return dashboard.gateway.payment(id);
  }
  /** A second account, a rule that leads to it, and one at an acquirer that is emulated. */
  async function routed(): Promise<void> {
    const accounts = '/api/v1/connector-accounts';
    const { id } = (await owner.api.post(accounts, { connector: 'simulated', label: 'Second', priority: 5 })).json;
    const rules = [{ name: 'Cards', methods: ['card'], accounts: [id] }];
    expect((await owner.api.call('PUT', '/api/v1/routing-rules', { version: 0, rules })).status).toBe(200);
    const credentials = { secret_key: stripe.account() };
    const cards = { connector: 'stripe', label: 'Cards at Stripe', methods: ['card'], priority: 9, credentials };
    expect((await owner.api.post(accounts, cards)).status).toBe(201);
  }
  beforeAll(async () => {
    stripe = await StripeEmulator.start();
    dashboard = await Dashboard.start({ env: { STRIPE_API_BASE: stripe.url } });
    owner = await dashboard.gateway.newMember('owner');
    await routed();
    inbox = (await dashboard.gateway.inbox()).id;
    await dashboard.merchant.endpoints.create({ url: 'http://localhost:4999/hooks', description: 'Shop' });
    const customer = await dashboard.merchant.customers.create({ name: 'Asha Rao', email: 'asha@example.com' });
    const payment = await bought(customer.id);
    const held = await begun('later@upi', { capture: 'manual' });
    await dashboard.gateway.db.query(`UPDATE payments SET capture_before = now() + interval '1 hour' WHERE id = $1`, [
      held,
    ]);
    const waiting = await begun('approve@upi');
    const link = await dashboard.merchant.paymentLinks.create({ amount: 50_000, title: 'Yoga class in March' });
    const failed = await dashboard.paid('nofunds@upi');
    const surplus = {
      connector_reference: 'again_1',
      amount: 50_000,
      currency: 'INR',
      description: 'Not refunded yet.',
    };
    await dashboard.gateway.db.query('UPDATE charges SET surplus = $2 WHERE payment_id = $1', [
      payment.id,
      JSON.stringify([surplus]),
    ]);
    const refund = await dashboard.merchant.createRefund({ paymentId: payment.id, amount: 100 });
    await dashboard.gateway.refund(refund.id);
    const [delivery] = (await dashboard.merchant.webhookLogs.list({ endpoint: inbox })).data;
    const open = await dashboard.merchant.createOrder({ amount: 100 });
    const figures = async () => (await owner.api.get('/api/v1/stats')).json.currencies[0];
    await waitFor(async () => (await figures())?.methods.length > 0, { what: 'the payments in the statistics' });
    const entry = await waitFor(async () => (await owner.api.get('/api/v1/logs')).json.data[0], {
      what: 'a request in the log',
    });
    const invite = await owner.api.post('/api/v1/members', { email: 'mira@shop.example', role: 'viewer' });
    const violation = { directive: 'script-src-elem', blocked: 'https://evil.example/skimmer.js', line: 12 };
    await dashboard.gateway.shopper.post('/api/v1/policy-reports', violation);
    await dashboard.gateway.db.query(`UPDATE users SET operator = true WHERE id = $1`, [owner.id]);
    const mail = await owner.api.get('/api/v1/mails');
    doors = Object.entries({
      'Signing in': '/login',
      Registering: '/register',
      'An invite': `/register?${new URL(invite.json.invite_url).searchParams}`,
      'An invite that is not valid': '/register?invite=none',
      'No merchant': '/no-merchant',
    });
    pages = Object.entries({
      Home: '',
      Transactions: '/transactions',
      'A view of transactions': '/transactions?method=upi&hide_order=1',
      'A payment': `/transactions/${payment.id}`,
      'A failed payment': `/transactions/${failed.id}`,
      'A payment that waits': `/transactions/${waiting}`,
      Customers: '/customers',
      'A customer': `/customers/${customer.id}`,
      'Payment links': '/payment-links',
      'New payment link': '/payment-links/new',
      'A payment link': `/payment-links/${link.id}`,
      Orders: '/orders',
      'An order': `/orders/${open.id}`,
      Refunds: '/refunds',
      'A refund': `/refunds/${refund.id}`,
      Webhooks: '/webhooks',
      'An endpoint': `/webhooks?endpoint=${(await dashboard.merchant.endpoints.list()).data.find(({ url }) => url)?.id}`,
      'An endpoint’s page': `/webhooks/endpoints/${inbox}`,
      'A delivery': `/webhooks/deliveries/${delivery?.id}`,
      Inbox: '/webhooks/inbox',
      'Request shell': '/logs/shell',
      Doctor: `/webhooks/doctor?delivery=${delivery?.id}`,
      Events: '/events',
      'An event': `/events/${delivery?.eventId}`,
      Logs: '/logs',
      'A request': `/logs/${entry.id}`,
      Queues: '/queues',
      Keys: '/keys',
      Connections: '/connections?amount=500.00&currency=INR&method=card',
      Team: '/team',
      Settings: '/settings',
      Branding: '/settings/branding',
      'Policy reports': '/settings/policy-reports',
      Mail: '/settings/mail',
      'Sign-in': '/settings/sign-in',
      'A mail': `/settings/mail/${mail.json.data[0].id}`,
      Docs: '/docs',
      'Nothing there': '/orders/order_0000000000000000',
    }).map(([name, path]) => [name, `/dashboard${path}`]);
  });
  afterAll(async () => {
    await dashboard.stop();
    await stripe.stop();
  });

  /** `within`: only that part, if the rest has been checked. */
  async function look(page: Page, what: string, within?: string): Promise<void> {
    await page.locator('.skeleton').first().waitFor({ state: 'detached' });
    const ids = await page
      .locator('[data-test-id]')
      .evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset['testId'] ?? ''));
    for (const id of ids) seen.add(id);
    if (!within) expect([what, IDS[what]?.filter((id) => !ids.includes(id)) ?? []]).toEqual([what, []]);
    await expectAccessible(page, what, within);
  }

  /** Opens the menu or the details that a button is in. */
  const unfold = (button: Locator) =>
    button.evaluate((element) => {
      element.closest<HTMLElement>('[popover]:not(:popover-open)')?.showPopover();
      element.closest('details')?.setAttribute('open', '');
    });

  /** Dialogs are checked on their page, so that a page is loaded only once. */
  async function lookAtDialogs(page: Page, what: string): Promise<void> {
    const buttons = page.locator('button:has(+ dialog)');
    for (let index = 0; index < Math.min(await buttons.count(), 4); index++) {
      await unfold(buttons.nth(index));
      await buttons.nth(index).click();
      await look(page, `${what}, dialog ${index + 1}`, 'dialog[open]');
      await page.keyboard.press('Escape');
    }
  }

  it('axe finds nothing, light and dark, phone and desktop, with dialogs; it fits 320 pixels and the script limit', async () => {
    const [member, nobody] = [await dashboard.signedIn({ as: owner, path: '/health' }), await dashboard.open()];
    for (const [page, paths] of [
      [member, pages],
      [nobody, doors],
    ] as const) {
      const scripts: Response[] = [];
      page.on('response', (response) => {
        if (response.request().resourceType() === 'script') scripts.push(response);
      });
      for (const [name, path] of paths) {
        scripts.length = 0;
        await page.goto(dashboard.url + path, { waitUntil: 'networkidle' });
        const sizes = await Promise.all(scripts.map(async (script) => gzipSync(await script.body()).length));
        const total = sizes.reduce((sum, size) => sum + size, 0);
        expect([name, total, total > 100_000 && total <= MAX_SCRIPT_BYTES]).toEqual([name, total, true]);
        await look(page, name);
        await lookAtDialogs(page, name);
      }
      expect([page.faults.filter((fault) => !fault.includes('404')), page.foreign]).toEqual([[], []]);
    }
  }, 600_000);

  it('axe finds nothing in the palette, nor in an inbox that is off', async () => {
    const page = await dashboard.signedIn();
    await page.waitForLoadState('networkidle');
    await page.keyboard.press('Control+k');
    await look(page, 'palette', 'dialog[open]');
    await page.keyboard.press('Escape');
    await dashboard.merchant.endpoints.delete(inbox);
    await page.goto(`${dashboard.url}/dashboard/webhooks/inbox`, { waitUntil: 'networkidle' });
    await look(page, 'Inbox, off');
  });

  it('axe finds nothing on the second step of a sign-in, and in a form that asks for a fresh factor', async () => {
    const { gateway, url } = dashboard;
    const { id: live } = await gateway.newMerchant({ mode: 'live' });
    const seller = await gateway.newMember('owner', live);
    await look(await dashboard.signedIn({ as: seller, path: '/dashboard/settings' }), 'Settings of a live merchant');
    const door = await dashboard.open();
    await door.context().addCookies([{ name: 'sign-in', value: 'signin_none', url, httpOnly: true }]);
    await door.goto(`${url}/login/second-factor`);
    await look(door, 'The second step');
    const keeper = await gateway.newMember('owner');
    await gateway.db.query(
      `INSERT INTO passkeys (id, user_id, name, public_key, counter, transports) VALUES ('laptop', $1, 'Laptop', 'key', 0, '{}')`,
      [keeper.id],
    );
    await makeStale(gateway, keeper.id);
    const page = await dashboard.signedIn({ as: keeper, path: '/dashboard/settings/sign-in' });
    await page.getByRole('button', { name: 'New recovery codes' }).click();
    await page.getByRole('button', { name: 'Make new codes' }).click();
    await page.getByTestId('confirm').waitFor();
    await look(page, 'A fresh factor');
  });

  it('together the tests above showed exactly the ids of the list', () => {
    expect(TEST_IDS.filter((id) => !seen.has(id))).toEqual([]);
    expect([...seen].filter((id) => !TEST_IDS.includes(id as TestId))).toEqual([]);
  });
});
