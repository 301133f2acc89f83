import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '../../api/test/support/processes.js';
import { Dashboard } from './support/dashboard.js';

/** The narrowest page with a sidebar, and those of common laptops. */
const WIDTHS = [1000, 1100, 1280, 1440];
const WORD = 'incomprehensibilities';
const LONG = `${WORD} `.repeat(8).trim();

describe('the tables', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await Dashboard.start();
  });
  afterAll(() => dashboard.stop());

  it('show every column whole at the width of each common screen, whatever their rows contain', async () => {
    const { id, api } = await dashboard.gateway.newMerchant();
    const as = await dashboard.gateway.newMember('owner', id);
    const post = async (path: string, body: object) => (await api.post(`/api/v1/${path}`, body)).json;
    const customer = await post('customers', {
      ...{ name: LONG.slice(0, 100), email: `${WORD}.${WORD}@${WORD}.example`, contact: '+919000011073' },
    });
    await post('webhook-endpoints', {
      url: `http://localhost:4999/${WORD}/${WORD}/${WORD}/${WORD}`,
      description: LONG,
    });
    const pays = async (more: object, vpa: string) => {
      const order = { amount: 123_456_789, customer: { id: customer.id }, description: LONG, receipt: WORD.repeat(2) };
      const { id: orderId } = await dashboard.gateway.order({ ...order, ...more }, api);
      const payment = await post('payments', { order_id: orderId, method: 'upi', vpa });
      return { payment: payment.id as string, order: orderId };
    };
    const { payment, order } = await pays({}, `${WORD}.${WORD}@okhdfcbank`);
    await pays({}, 'nofunds@upi');
    const held = await pays({ capture: 'manual' }, 'later@upi');
    const stateOf = async (one: string) => (await api.get(`/api/v1/payments/${one}`)).json.money_state as string;
    await waitFor(async () => (await stateOf(payment)) === 'paid' && (await stateOf(held.payment)) === 'authorized', {
      what: 'the payments',
    });
    const refund = await post('refunds', { payment_id: payment, amount: 100_000_000, reason: LONG });
    const link = await post('payment-links', {
      min_amount: 12_345_600,
      max_amount: 98_765_400,
      title: LONG,
      reusable: true,
    });
    const made = await Promise.all([
      as.api.post('/api/v1/members', { email: `${WORD}.${WORD}@${WORD}.example`, role: 'developer' }),
      as.api.post('/api/v1/api-keys', {
        name: LONG.slice(0, 60),
        allowed_ips: ['2001:db8:85a3:8d3:1319:8a2e:370:7348'],
      }),
    ]);
    expect(made.map(({ status }) => status)).toEqual([201, 201]);
    const page = await dashboard.signedIn({ as });
    const cut: unknown[] = [];
    let tables = 0;
    for (const path of [
      ...['', '/transactions', `/transactions/${payment}`, '/orders', `/orders/${order}`, '/refunds'],
      ...[`/refunds/${refund.id}`, '/customers', `/customers/${customer.id}`, '/payment-links'],
      ...[`/payment-links/${link.id}`, '/webhooks', '/events', '/logs', '/keys', '/queues', '/team', '/settings'],
      ...['/settings/mail', '/connections'],
    ]) {
      await page.goto(`${dashboard.url}/dashboard${path}`);
      await page.locator('.skeleton').first().waitFor({ state: 'detached' });
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        const frames = await page.locator('.table-frame').evaluateAll((all) =>
          all.map((frame) => ({
            name: frame.getAttribute('aria-label'),
            room: frame.clientWidth,
            table: frame.querySelector('table')?.scrollWidth ?? 0,
          })),
        );
        tables += frames.length;
        cut.push(...frames.filter(({ room, table }) => table > room).map((one) => ({ path, width, ...one })));
        const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (beyond > 0) cut.push({ path, width, beyond });
      }
    }
    expect(cut).toEqual([]);
    expect(tables).toBeGreaterThan(15 * WIDTHS.length);
  });
});
