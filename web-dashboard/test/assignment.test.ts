import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '../../api/test/support/processes.js';
import type { Watched } from '../../web-checkout/test/support/browser.js';
import { Dashboard } from './support/dashboard.js';

const CARD = { number: '4111 1111 1111 1111', expiryMonth: 12, expiryYear: 2040, cvv: '123', holderName: 'Asha Rao' };
const HOOK = 'http://localhost:4999/webhook';

/** The requirements of the assignment's text on the dashboard. */
describe('the dashboard of the assignment', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await Dashboard.start();
    // The demo merchant starts with its inbox; databases of other tests lack it.
    await dashboard.gateway.db.query('UPDATE webhook_endpoints SET enabled = true, deleted_at = NULL');
  });
  afterAll(() => dashboard.stop());

  const textsOf = (page: Watched, id: string) => page.getByTestId(id).allTextContents();
  const headsOf = async (page: Watched, table: string) => page.getByTestId(table).locator('th').allTextContents();
  const visible = async (page: Watched, ids: readonly string[]) => {
    for (const id of ids) expect([id, await page.getByTestId(id).first().isVisible()]).toEqual([id, true]);
  };

  it('the test user signs in with any password, and sees the credentials and the figures', async () => {
    await dashboard.paid('success@upi', 50_000_000);
    const page = await dashboard.open();
    await page.goto(`${dashboard.url}/login`);
    const form = page.locator('form[data-test-id="login-form"]');
    for (const [id, placeholder] of [
      ['email-input', 'Email'],
      ['password-input', 'Password'],
    ] as const)
      expect(await form.getByTestId(id).getAttribute('placeholder')).toBe(placeholder);
    await form.getByTestId('email-input').fill('test@example.com');
    await form.getByTestId('password-input').fill('any password');
    expect(await form.getByTestId('login-button').textContent()).toBe('Login');
    await form.getByTestId('login-button').click();
    await page.waitForURL(`${dashboard.url}/dashboard`);
    await visible(page, ['dashboard', 'api-credentials', 'stats-container']);
    expect(await textsOf(page, 'api-key')).toEqual(['key_test_abc123']);
    expect(await textsOf(page, 'api-secret')).toEqual(['secret_test_xyz789']);
    await waitFor(
      async () => (await page.reload()) && (await textsOf(page, 'total-amount'))[0]?.startsWith('₹5,00,000'),
      { what: 'the amount in the figures' },
    );
    expect(await textsOf(page, 'total-transactions')).toEqual(['1']);
    expect(await textsOf(page, 'success-rate')).toEqual(['100%']);
  });

  it('the transactions have the columns in order, the amount last on the screen, and the API’s values', async () => {
    const upi = await dashboard.paid('user@paytm', 50_000);
    const order = await dashboard.merchant.createOrder({ amount: 700 });
    const card = await dashboard.merchant.createPayment({ orderId: order.id, method: 'card', card: CARD });
    const later = await dashboard.merchant.createOrder({ amount: 800, capture: 'manual' });
    const held = await dashboard.merchant.createPayment({ orderId: later.id, method: 'upi', vpa: 'later@upi' });
    await dashboard.gateway.ended([card.id, held.id]);
    const page = await dashboard.signedIn({ path: '/dashboard/transactions' });
    expect((await headsOf(page, 'transactions-table')).slice(0, 6)).toEqual([
      'Payment ID',
      'Order ID',
      'Amount',
      'Method',
      'Status',
      'Created',
    ]);
    for (const [payment, amount, method, beside] of [
      [upi, '₹500.00', 'upi', 'user@paytm'],
      [card, '₹7.00', 'card', 'Visa ···· 1111'],
      [held, '₹8.00', 'upi', 'later@upi'],
    ] as const) {
      const row = page.locator(`[data-test-id="transaction-row"][data-payment-id="${payment.id}"]`);
      const ids = ['payment-id', 'order-id', 'amount', 'method', 'status', 'created-at'];
      const texts = await Promise.all(ids.map((id) => row.getByTestId(id).textContent()));
      const at = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
      expect(texts).toEqual([payment.id, payment.orderId, amount, method, 'success', at]);
      expect(await row.textContent()).toContain(beside);
      const boxOf = async (id: 'amount' | 'created-at') => (await row.getByTestId(id).boundingBox())?.x ?? 0;
      expect(await boxOf('amount')).toBeGreaterThan(await boxOf('created-at'));
      expect(await row.getByText('authorised').count()).toBe(payment === held ? 1 : 0);
      expect(await row.getByTestId('created-at').getAttribute('title')).toMatch(/ · .* UTC$/);
    }
    const transformed = await page
      .getByTestId('status')
      .first()
      .locator('.word')
      .evaluate((word) => getComputedStyle(word, '::first-letter').textTransform);
    expect(transformed).toBe('uppercase');
  });

  it('every id is one text node, complete when copied, on each page that shows it', async () => {
    const payment = await dashboard.paid('ids@upi', 900);
    const refund = await dashboard.merchant.createRefund({ paymentId: payment.id, amount: 100 });
    const [event] = (await dashboard.merchant.events.list({ objectId: refund.id })).data;
    const page = await dashboard.signedIn();
    for (const [path, ids] of [
      ['', ['key_test_abc123', payment.id]],
      ['/transactions', [payment.id, payment.orderId]],
      [`/transactions/${payment.id}`, [payment.id, payment.orderId, refund.id]],
      ['/orders', [payment.orderId]],
      [`/orders/${payment.orderId}`, [payment.id, payment.orderId]],
      ['/refunds', [refund.id, payment.id]],
      [`/refunds/${refund.id}`, [refund.id, payment.id]],
      ['/events', [event?.id ?? '', refund.id]],
      ['/keys', ['key_test_abc123', 'secret_test_xyz789']],
    ] as const) {
      await page.goto(`${dashboard.url}/dashboard${path}`, { waitUntil: 'networkidle' });
      const pieces = await page.locator('main').evaluate((main) => {
        const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
        return Array.from({ length: 5_000 }, () => texts.nextNode()?.nodeValue).filter(Boolean);
      });
      expect([path, ids.filter((id) => !pieces.includes(id))]).toEqual([path, []]);
    }
    await page.goto(`${dashboard.url}/dashboard/transactions/${payment.id}`);
    const copied = page
      .getByTestId('payment-id')
      .first()
      .evaluate((id) => {
        getSelection()?.selectAllChildren(id);
        return String(getSelection());
      });
    expect(await copied).toBe(payment.id);
  });

  const CONFIG = ['webhook-config', 'webhook-config-form', 'webhook-url-input', 'webhook-secret'].concat([
    'regenerate-secret-button',
    'save-webhook-button',
    'test-webhook-button',
    'webhook-logs-table',
  ]);
  const HEADS = ['Event', 'Status', 'Attempts', 'Last Attempt', 'Response Code'];

  it('the demo merchant’s webhooks: its secret, a test event, the log, a retry, and saving a URL', async () => {
    const page = await dashboard.signedIn({ path: '/dashboard/webhooks' });
    await visible(page, CONFIG);
    expect(await textsOf(page, 'webhook-secret')).toEqual(['whsec_test_abc123']);
    expect(await page.getByTestId('webhook-url-input').getAttribute('type')).toBe('url');
    await page.getByTestId('test-webhook-button').click();
    await page.getByText('webhook.test is on its way').waitFor();
    const heads = await headsOf(page, 'webhook-logs-table');
    expect([heads.slice(0, 5), heads.at(-1)]).toEqual([HEADS, 'Actions']);
    const row = page.getByTestId('webhook-log-item').filter({ hasText: 'webhook.test' });
    await waitFor(
      async () => (await page.reload({ waitUntil: 'networkidle' })) && (await row.getByText('success').count()) > 0,
      {
        what: 'the test event in the log',
      },
    );
    const ids = ['webhook-event', 'webhook-status', 'webhook-attempts'];
    const texts = await Promise.all(ids.map((id) => row.getByTestId(id).textContent()));
    expect(texts).toEqual(['webhook.test', 'success', '1']);
    for (const id of ['webhook-last-attempt', 'webhook-response-code'])
      expect(await row.getByTestId(id).count()).toBe(1);
    expect(await row.getByTestId('webhook-response-code').textContent()).toBe('In the inbox');
    const [delivery] = (await dashboard.merchant.webhookLogs.list({ event: 'webhook.test' })).data;
    expect(await row.getAttribute('data-webhook-id')).toBe(delivery?.id);
    const retry = row.getByTestId('retry-webhook-button');
    expect(await retry.getAttribute('data-webhook-id')).toBe(delivery?.id);
    await retry.click();
    const attempts = async () => (await dashboard.merchant.webhookLogs.get(delivery?.id ?? '')).history.length;
    await waitFor(async () => (await attempts()) === 2, { what: 'the second attempt' });

    await page.getByTestId('webhook-url-input').fill(HOOK);
    await page.getByTestId('save-webhook-button').click();
    await page.waitForURL('**/webhooks?endpoint=we_*');
    await page.goto(`${dashboard.url}/dashboard/webhooks`, { waitUntil: 'networkidle' });
    await visible(page, CONFIG);
    expect(await page.getByTestId('webhook-url-input').inputValue()).toBe(HOOK);
    const { data } = await dashboard.merchant.endpoints.list();
    expect(data.map(({ kind, url, enabled }) => [kind, url, enabled])).toEqual([
      ['url', HOOK, true],
      ['inbox', null, true],
    ]);
    const { secret } = await dashboard.merchant.endpoints.get(data[0]?.id ?? '');
    expect(await textsOf(page, 'webhook-secret')).toEqual([secret]);
  });

  it('a merchant without an endpoint sees every control, disabled with an explanation if it needs one', async () => {
    const { id } = await dashboard.gateway.newMerchant();
    const as = await dashboard.gateway.newMember('owner', id);
    const page = await dashboard.signedIn({ as, path: '/dashboard/webhooks' });
    await visible(page, CONFIG);
    expect((await headsOf(page, 'webhook-logs-table')).slice(0, 5)).toEqual(HEADS);
    for (const button of ['regenerate-secret-button', 'test-webhook-button'])
      expect([button, await page.getByTestId(button).isDisabled()]).toEqual([button, true]);
    await page.getByText('These need an endpoint.').waitFor();
    await page.getByTestId('webhook-url-input').fill(HOOK);
    await page.getByTestId('save-webhook-button').click();
    await page.waitForURL('**/webhooks?endpoint=we_*');
    expect(await page.getByTestId('webhook-secret').textContent()).toMatch(/^whsec_[\w+/=]{20,}$/);
    expect(await page.getByTestId('test-webhook-button').isEnabled()).toBe(true);
    await page.goto(`${dashboard.url}/dashboard/transactions`);
    await visible(page, ['transactions-table']);
  });

  it('a live secret is never shown again', async () => {
    const { id, api } = await dashboard.gateway.newMerchant({ mode: 'live' });
    const { json } = await api.post('/api/v1/webhook-endpoints', { url: 'https://shop.example/webhook' });
    expect(json.secret).toMatch(/^whsec_/);
    const page = await dashboard.signedIn({ as: await dashboard.gateway.newMember('owner', id), path: '/dashboard' });
    expect(await page.getByTestId('api-secret').textContent()).toBe('secret_live_••••••••••••');
    await page.goto(`${dashboard.url}/dashboard/webhooks`);
    expect(await page.getByTestId('webhook-secret').textContent()).toBe('whsec_••••••••••••');
    expect(await page.content()).not.toContain(json.secret);
  });

  it('the documentation has its sections, each with the code', async () => {
    const page = await dashboard.signedIn({ path: '/dashboard/docs' });
    const docs = page.getByTestId('api-docs');
    for (const name of ['Integration Guide'].concat([
      '1. Create Order',
      '2. SDK Integration',
      '3. Verify Webhook Signature',
    ]))
      expect([name, await docs.getByRole('heading', { name, exact: true }).count()]).toEqual([name, 1]);
    for (const [section, snippet, begins] of [
      ['section-create-order', 'code-snippet-create-order', 'curl -X POST'],
      ['section-sdk-integration', 'code-snippet-sdk', '<script src="http://localhost:3001/checkout.js"></script>'],
      ['section-webhook-verification', 'code-snippet-webhook', 'import '],
    ] as const) {
      const text = (await docs.getByTestId(section).getByTestId(snippet).textContent()) ?? '';
      expect([snippet, text.slice(0, begins.length)]).toEqual([snippet, begins]);
    }
  });
});
