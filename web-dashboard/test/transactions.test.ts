import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '../../api/test/support/processes.js';
import type { Watched } from '../../web-checkout/test/support/browser.js';
import { Dashboard } from './support/dashboard.js';

const PAYMENTS = 60;

describe('payments in the dashboard', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await Dashboard.start();
  });
  afterAll(() => dashboard.stop());

  const rows = (page: Watched) => page.getByTestId('transaction-row');
  const idsOn = (page: Watched) =>
    rows(page).evaluateAll((all) => all.map((row) => (row as HTMLElement).dataset['paymentId']));

  it('a payment made through the SDK is announced, and shown on a click, without moving the list', async () => {
    const page = await dashboard.signedIn({ path: '/dashboard/transactions' });
    await page.getByText('No payments yet').waitFor();
    const payment = await dashboard.paid('asha@upi', 123_456);
    const news = page.locator('[data-live]');
    await news.waitFor();
    expect(await rows(page).count()).toBe(0);
    // Created and success: two events of one payment.
    await waitFor(async () => (await dashboard.merchant.events.list({ objectId: payment.id })).data.length > 1, {
      what: 'its second event',
    });
    expect(await news.textContent()).toBe('1 new payment. Show it');
    await news.click();
    await rows(page).waitFor();
    expect(await idsOn(page)).toEqual([payment.id]);
    const texts = Object.fromEntries(
      await Promise.all(
        (['payment-id', 'order-id', 'amount', 'method', 'status'] as const).map(
          async (id) => [id, await page.getByTestId(id).textContent()] as const,
        ),
      ),
    );
    expect(texts).toEqual({
      'payment-id': payment.id,
      'order-id': payment.orderId,
      amount: '₹1,234.56',
      method: 'upi',
      status: 'success',
    });
    expect(page.faults).toEqual([]);
  });

  it('a payment that ended before the page’s stream opened is announced too, and a shown one is not', async () => {
    const shown = await dashboard.paid('early@upi', 700);
    const page = await dashboard.signedIn({ path: '/dashboard/keys' });
    let settle = (): void => undefined;
    const settled = new Promise<void>((resolve) => (settle = resolve));
    await page.route('**/dashboard/live?*', async (route) => {
      await settled;
      await route.continue();
    });
    await page.goto(`${dashboard.url}/dashboard/transactions`);
    await page.getByText(shown.id).waitFor();
    const payment = await dashboard.paid('late@upi', 800);
    settle();
    await page.locator('[data-live]').getByText('1 new payment. Show it').click();
    await page.getByText(payment.id).waitFor();
  });

  it('a filtered list announces only that there was activity', async () => {
    const page = await dashboard.signedIn({ path: '/dashboard/transactions?status=failed' });
    await page.waitForLoadState('networkidle');
    await dashboard.paid('good@upi', 500);
    await page.locator('[data-live]').getByText('New activity. Show it').waitFor();
  });

  it('a request of another site with the visitor’s cookie is refused', async () => {
    const page = await dashboard.signedIn();
    const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    const own = { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' };
    for (const path of ['live', 'transactions/export', 'orders/export', 'settings/audit-export', 'webhooks/now']) {
      const ask = async (given: [string, string]) => {
        const headers = { ...own, ...Object.fromEntries([given]) };
        const answer = await fetch(`${dashboard.url}/dashboard/${path}`, { headers });
        await answer.body?.cancel();
        return answer.status;
      };
      const answers = ['same-origin', 'cross-site', 'same-site'].map((site) => ask(['Sec-Fetch-Site', site]));
      answers.push(ask(['Origin', 'https://evil.example']));
      expect([path, await Promise.all(answers)]).toEqual([path, [200, 403, 403, 403]]);
    }
  });

  it('filters are part of the address, survive a reload, and pages follow without a gap', async () => {
    const orders = await Promise.all(
      Array.from({ length: PAYMENTS }, () => dashboard.merchant.createOrder({ amount: 10_000, currency: 'INR' })),
    );
    const made = await Promise.all(
      orders.map(({ id }, index) =>
        dashboard.merchant.createPayment({ orderId: id, method: 'upi', vpa: index % 2 ? 'failure@upi' : 'good@upi' }),
      ),
    );
    await dashboard.gateway.ended(made.map(({ id }) => id));
    const page = await dashboard.signedIn({ path: '/dashboard/transactions' });
    await page.locator('[data-chip=failed]').click();
    await page.waitForURL(/state=failed/);
    await page.reload();
    const seen: (string | undefined)[] = await idsOn(page);
    while (await page.getByRole('link', { name: 'Older' }).count()) {
      await page.getByRole('link', { name: 'Older' }).click();
      // The address changes first, then the rows, with the link to the next page.
      await waitFor(async () => ![undefined, ...seen].includes((await idsOn(page))[0]), { what: 'the next page' });
      await page.waitForLoadState('networkidle');
      seen.push(...(await idsOn(page)));
    }
    const wanted: string[] = [];
    for await (const { id } of dashboard.merchant.getPayments({ status: 'failed' })) wanted.push(id);
    expect(seen).toEqual(wanted);
    expect(wanted).toHaveLength(PAYMENTS / 2);
    expect(new URL(page.url()).searchParams.get('state')).toBe('failed');
  });

  it('the search finds a payment by its VPA, and shows if nothing matches', async () => {
    const page = await dashboard.signedIn({ path: '/dashboard/transactions?q=asha%40upi' });
    expect(await rows(page).count()).toBe(1);
    await page.getByRole('searchbox').fill('nobody@upi');
    await page.getByRole('searchbox').press('Enter');
    await page.getByText('No payment fits these filters').waitFor();
  });

  it('the CSV contains exactly the filtered payments, with the API’s values, and no formula', async () => {
    const order = await dashboard.merchant.createOrder({ amount: 700, currency: 'INR' });
    await dashboard.merchant.createPayment({ orderId: order.id, method: 'upi', vpa: '-1.1@upi' });
    const page = await dashboard.signedIn({ path: '/dashboard/transactions?method=upi' });
    const download = page.waitForEvent('download');
    await page.getByText('Export CSV').click();
    const stream = await (await download).createReadStream();
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const [head, ...lines] = Buffer.concat(chunks).toString('utf8').trimEnd().split('\r\n');
    const wanted: string[] = [];
    for await (const one of dashboard.merchant.getPayments({ method: 'upi', limit: 100 })) {
      const vpa = one.vpa?.startsWith('-') ? `'${one.vpa}` : one.vpa;
      wanted.push(
        [
          one.id,
          one.orderId,
          one.createdAt,
          one.status,
          one.moneyState,
          one.amount,
          one.amountCaptured,
          one.amountRefunded,
          one.currency,
        ]
          .concat([one.method ?? '', vpa ?? '', '', '', one.errorReason ?? '', one.connectorReference ?? ''])
          .concat([one.amount, one.amountCaptured, one.amountRefunded].map((minor) => (minor / 100).toFixed(2)))
          .concat(['', '', '', '', ''])
          .join(','),
      );
    }
    expect(head?.split(',').slice(0, 4)).toEqual(['id', 'order_id', 'created_at', 'status']);
    expect(lines.map((line) => line.split(',')[0])).toEqual(wanted.map((line) => line.split(',')[0]));
    expect(lines.some((line) => line.includes(`,'-1.1@upi,`))).toBe(true);
    expect(lines.filter((line) => line.includes(',failed,'))).toEqual(
      wanted.filter((line) => line.includes(',failed,')),
    );
  });

  it('a double click makes one refund', async () => {
    const payment = await dashboard.paid('twice@upi', 20_000);
    const page = await dashboard.signedIn({ path: `/dashboard/transactions/${payment.id}` });
    await page.getByTestId('refund-button').click();
    await page.getByTestId('refund-form').locator('input[name=amount]').fill('50.00');
    await page.getByTestId('confirm-refund-button').dblclick();
    await page.getByTestId('refund-row').waitFor();
    expect(await page.getByTestId('refund-row').count()).toBe(1);
    const { data } = await dashboard.merchant.getRefunds({ paymentId: payment.id });
    expect(data).toMatchObject([{ amount: 5_000 }]);
    await page.getByText('Refunded', { exact: true }).first().waitFor();
  });

  it('an excessive refund is refused with the API’s description, and the form keeps its input', async () => {
    const payment = await dashboard.paid('much@upi', 20_000);
    const page = await dashboard.signedIn({ path: `/dashboard/transactions/${payment.id}` });
    await page.getByTestId('refund-button').click();
    const amount = page.getByTestId('refund-form').locator('input[name=amount]');
    for (const [typed, words] of [
      ['200.01', 'Refund amount exceeds available amount'],
      ['a lot', 'Enter an amount such as 499.00 or 1,000.00, in INR.'],
      ['10,50', 'Enter an amount such as 499.00 or 1,000.00, in INR.'],
    ] as const) {
      await amount.fill(typed);
      await page.getByTestId('confirm-refund-button').click();
      await page.getByRole('alert').getByText(words).waitFor();
      expect(await amount.inputValue()).toBe(typed);
    }
    expect((await dashboard.merchant.getRefunds({ paymentId: payment.id })).data).toEqual([]);
  });

  it('a partial refund without a response is retried with the typed amount', async () => {
    const payment = await dashboard.paid('again@upi', 20_000);
    const page = await dashboard.signedIn({ path: `/dashboard/transactions/${payment.id}` });
    await page.getByTestId('refund-button').click();
    const form = page.getByTestId('refund-form');
    await form.locator('[name=amount]').fill('50.00');
    await form.locator('[name=reason]').fill('One of four');
    // The locked row keeps the refund from being accepted: the API returns that it is busy.
    const holder = await dashboard.gateway.db.connect();
    try {
      await holder.query(`BEGIN; SELECT FROM payments WHERE id = '${payment.id}' FOR UPDATE`);
      await page.getByTestId('confirm-refund-button').click();
      await form.getByRole('alert').getByText(/./).first().waitFor({ timeout: 30_000 });
    } finally {
      await holder.query('ROLLBACK');
      holder.release();
    }
    await page.getByTestId('confirm-refund-button').click();
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    const { data } = await dashboard.merchant.getRefunds({ paymentId: payment.id });
    expect(data.map(({ amount, reason }) => [amount, reason])).toEqual([[5_000, 'One of four']]);
  });

  /** In the list, by its filters, in the CSV and on its page. */
  const expectShownAsHeld = async (id: string) => {
    const page = await dashboard.signedIn({ path: `/dashboard/transactions?q=${id}` });
    const said = ['money-state', 'status'].map((part) => rows(page).getByTestId(part).textContent());
    expect(await Promise.all(said)).toEqual(['Authorised', 'success']);
    for (const [filter, count] of Object.entries({ authorized: 1, paid: 0 })) {
      await page.goto(`${dashboard.url}/dashboard/transactions?q=${id}&state=${filter}`);
      await page.locator('.skeleton').first().waitFor({ state: 'detached' });
      expect([filter, await rows(page).count()]).toEqual([filter, count]);
      expect(await page.locator('[data-chip][aria-current]').getAttribute('data-chip')).toBe(filter);
    }
    const csv = await page.request.get(`${dashboard.url}/dashboard/transactions/export?q=${id}`);
    expect((await csv.text()).split('\r\n')[1]?.split(',')[3]).toBe('authorised');
    await page.goto(`${dashboard.url}/dashboard/transactions/${id}`);
    expect(await page.getByTestId('money-state').first().textContent()).toBe('Authorised');
    expect(await page.getByTestId('status').first().textContent()).toBe('success');
    for (const step of ['Sent to the bank', 'The bank authorised it'])
      expect([step, await page.getByRole('heading', { name: step }).count()]).toEqual([step, 1]);
  };

  it('an authorised payment is captured in part, or cancelled', async () => {
    for (const button of ['Capture', 'Cancel']) {
      const order = await dashboard.merchant.createOrder({ amount: 30_000, capture: 'manual' });
      const { id } = await dashboard.merchant.createPayment({ orderId: order.id, method: 'upi', vpa: 'later@upi' });
      await dashboard.gateway.payment(id);
      if (button === 'Capture') await expectShownAsHeld(id);
      const page = await dashboard.signedIn({ path: `/dashboard/transactions/${id}` });
      await page.getByRole('button', { name: button, exact: true }).click();
      const dialog = page.locator('dialog[open]');
      if (button === 'Capture') await dialog.locator('input[name=amount]').fill('100.00');
      await dialog.locator('button[type=submit]').first().click();
      await dialog.waitFor({ state: 'hidden' });
      const after = await dashboard.merchant.getPayment(id);
      expect([after.status, after.amountCaptured]).toEqual(
        button === 'Capture' ? ['success', 10_000] : ['cancelled', 0],
      );
    }
  });

  it('one payment’s timeline: requests, the bank’s results, and webhooks', async () => {
    await dashboard.gateway.inbox();
    const payment = await dashboard.paid('nofunds@upi', 9_900);
    const page = await dashboard.signedIn({ path: `/dashboard/transactions/${payment.id}` });
    for (const step of ['Order created', 'Payment requested', 'The bank declined'])
      expect([step, await page.getByRole('heading', { name: step }).count()]).toEqual([step, 1]);
    expect(await page.getByText('by API key Demo key').count()).toBe(1);
    const reason = payment.errorDescription ?? 'none';
    expect(await page.getByText(reason).filter({ visible: true }).count()).toBe(1);
    await page.getByText('payment.failed', { exact: true }).click();
    await page.getByText('"error_reason": "insufficient_funds"').waitFor();
    await page.getByText('Webhooks: 1 of 1 delivered').first().click();
    await page.getByTestId('timeline').getByRole('link', { name: 'Inbox' }).first().click();
    await page.getByText('Raw, as it is signed').waitFor();
  });

  it('the timeline includes the paid order, and links a request to its entry in the log', async () => {
    const payment = await dashboard.paid('story@upi', 8_800);
    const page = await dashboard.signedIn({ path: `/dashboard/transactions/${payment.id}` });
    await page.getByRole('heading', { name: 'The order is paid' }).waitFor();
    await page.locator('a[href*="/logs?request_id="]').first().click();
    await page.waitForURL('**/logs?request_id=*');
    const entry = page.getByRole('link', { name: 'POST /api/v1/payments' });
    // The entry is there a second after its response.
    await waitFor(async () => (await page.reload()) && (await entry.count()) > 0, { what: 'the request in the log' });
    expect(await page.locator('tr[data-link]').count()).toBe(1);
    await entry.click();
    await page.getByRole('heading', { name: 'Request body' }).waitFor();
  });

  it('a payment link made in the dashboard can be paid at the checkout', async () => {
    const page = await dashboard.signedIn({ path: '/dashboard/orders' });
    await page.getByTestId('new-order-button').click();
    const dialog = page.locator('dialog[open]');
    await dialog.locator('input[name=amount]').fill('1,299.50');
    await dialog.locator('input[name=receipt]').fill('by-hand');
    await dialog.getByRole('button', { name: 'Create the order' }).click();
    await page.waitForURL(/\/orders\/order_\w{16}$/);
    const [, id = ''] = /\/orders\/(order_\w{16})$/.exec(page.url()) ?? [];
    expect(await page.getByRole('link', { name: /checkout\?order_id=/ }).getAttribute('href')).toBe(
      `http://localhost:3001/checkout?order_id=${id}`,
    );
    expect(await dashboard.merchant.getOrder(id)).toMatchObject({
      amount: 129_950,
      receipt: 'by-hand',
      status: 'created',
    });
    await dashboard.merchant.createPayment({ orderId: id, method: 'upi', vpa: 'link@upi' });
    await page.locator('[data-status=paid]').first().waitFor();
  });

  it('the figures of the overview are those of the period', async () => {
    const page = await dashboard.signedIn();
    const total = async () => Number((await page.getByTestId('total-transactions').textContent())?.replaceAll(',', ''));
    let wanted = 0;
    for await (const { status } of dashboard.merchant.getPayments({ limit: 100 }))
      wanted += ['success', 'failed', 'cancelled', 'expired'].includes(status) ? 1 : 0;
    for (let tries = 0; tries < 20 && (await total()) !== wanted; tries++) await page.reload();
    expect(await total()).toBe(wanted);
    expect(await page.getByTestId('success-rate').textContent()).toMatch(/^\d+(\.\d)?%$/);
    expect(await page.getByTestId('api-key').textContent()).toBe('key_test_abc123');
    expect(await page.getByTestId('api-secret').textContent()).toBe('secret_test_xyz789');
  });
});
