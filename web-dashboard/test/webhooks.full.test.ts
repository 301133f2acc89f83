import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { constructEvent, signTestEvent } from '@payment-gateway/sdk/webhooks';
import { waitFor } from '../../api/test/support/processes.js';
import { Receiver, type Received } from '../../api/test/support/receiver.js';
import type { Watched } from '../../web-checkout/test/support/browser.js';
import { Dashboard } from './support/dashboard.js';

const PATH = '/dashboard/webhooks';

describe('webhooks in the dashboard', () => {
  let dashboard: Dashboard;
  let receiver: Receiver;
  beforeAll(async () => {
    // Enough time between two attempts to break and repair a receiver, but not long to wait.
    dashboard = await Dashboard.start({ env: { WEBHOOK_RETRY_SCHEDULE_TEST: '0s,1s' } });
    receiver = await Receiver.start();
  });
  afterEach(async () => {
    for (const { id } of (await dashboard.merchant.endpoints.list()).data)
      await dashboard.merchant.endpoints.delete(id);
    receiver.received.length = 0;
    receiver.behave = (_, response) => response.writeHead(200).end('ok');
  });
  afterAll(async () => {
    await dashboard.stop();
    await receiver.stop();
  });

  const endpointPage = async () => {
    const { id } = await dashboard.merchant.endpoints.create({ url: receiver.url, description: 'Shop' });
    return { id, page: await dashboard.signedIn({ path: `${PATH}?endpoint=${id}` }) };
  };
  const row = (page: Watched, event: string) =>
    page
      .getByTestId('webhook-log-item')
      .filter({ has: page.getByTestId('webhook-event').getByText(event, { exact: true }) });
  /** New rows are announced, not inserted above the current ones: reload until it is there. */
  const untilSent = async (page: Watched, event: string, status: string) => {
    const shown = row(page, event).getByTestId('webhook-status').getByText(status, { exact: true });
    await waitFor(async () => (await page.reload()) && (await shown.count()) > 0, { what: `${event} ${status}` });
  };

  it('an endpoint is added, changed and switched off, as the API confirms', async () => {
    const page = await dashboard.signedIn({ path: PATH });
    await page.getByTestId('webhook-url-input').fill(receiver.url);
    await page.getByTestId('save-webhook-button').click();
    await page.waitForURL('**/webhooks?endpoint=we_*');
    const form = page.getByTestId('webhook-config-form');
    await form.getByText('More settings').click();
    await form.getByLabel('Description').fill('Warehouse');
    await form.getByText('Events: all, including future types').click();
    await form.getByLabel('payment.created').uncheck();
    await form.getByLabel('Enabled').uncheck();
    await page.getByTestId('save-webhook-button').click();
    await page.getByText('Saved.').waitFor();
    const [endpoint] = (await dashboard.merchant.endpoints.list()).data;
    expect(endpoint).toMatchObject({ url: receiver.url, description: 'Warehouse', enabled: false });
    expect(endpoint?.events).toContain('payment.success');
    expect(endpoint?.events).not.toContain('payment.created');
    await page.reload();
    await page.getByText('It was switched off manually.').waitFor();
  });

  it('the secret of a live merchant’s first endpoint is shown, once', async () => {
    const { id } = await dashboard.gateway.newMerchant({ mode: 'live' });
    const page = await dashboard.signedIn({ as: await dashboard.gateway.newMember('owner', id), path: PATH });
    await page.getByTestId('webhook-url-input').fill('https://shop.example/hooks');
    await page.getByTestId('save-webhook-button').click();
    const panel = page.locator('[data-secret-panel]');
    await panel.getByText(/^whsec_/).waitFor();
    await page.keyboard.press('Escape');
    expect(await panel.getByText(/^whsec_/).isVisible()).toBe(true);
    await panel.getByRole('button', { name: 'I have stored it' }).click();
    await panel.waitFor({ state: 'hidden' });
    await page.getByTestId('webhook-config').getByText('Shown only once, when it was created.').waitFor();
  });

  it('beside an inbox, the deliveries of the only server are shown at first, and those of all if chosen', async () => {
    await dashboard.gateway.inbox();
    const { id } = await dashboard.merchant.endpoints.create({ url: receiver.url, description: 'Shop' });
    const page = await dashboard.signedIn({ path: PATH });
    // Its settings stand below its own row.
    const ofShop = page.locator(`[data-endpoint-id='${id}'] + tr`);
    expect(await ofShop.getByTestId('webhook-url-input').isVisible()).toBe(true);
    const payment = await dashboard.paid('inbox@upi', 700);
    const [event] = (await dashboard.merchant.events.list({ objectId: payment.id, type: 'payment.success' })).data;
    const sent = async () => (await dashboard.merchant.webhookLogs.list({ event: 'payment.success', limit: 2 })).data;
    await waitFor(async () => (await sent()).filter(({ eventId }) => eventId === event?.id).length === 2, {
      what: 'both deliveries',
    });
    await page.reload({ waitUntil: 'networkidle' });
    const named = (name: string) => row(page, 'payment.success').getByText(name, { exact: true });
    await row(page, 'payment.success').first().waitFor();
    expect(await row(page, 'payment.success').count()).toBe(1);
    await page.getByLabel('Any endpoint').selectOption({ label: 'Any endpoint' });
    await page.waitForURL('**endpoint=all**');
    await named('Inbox').first().waitFor();
    expect([await named('Shop').count(), await named('Inbox').count()]).toEqual([1, 1]);
  });

  it('the settings of one of several servers are folded below the list, and open where the address names it', async () => {
    const other = await dashboard.merchant.endpoints.create({ url: `${receiver.url}/other`, description: 'Other' });
    const { id, page } = await endpointPage();
    expect(await page.getByTestId('webhook-config-form').isVisible()).toBe(true);
    await page.goto(dashboard.url + PATH);
    expect(await page.getByTestId('webhook-config-form').isVisible()).toBe(false);
    await dashboard.merchant.endpoints.delete(other.id);
    await page.reload();
    expect(await page.getByTestId('webhook-config-form').isVisible()).toBe(true);
    const heightAt = async (width: number) => {
      await page.setViewportSize({ width, height: 800 });
      return (await page.getByTestId('webhook-config').boundingBox())?.height;
    };
    expect(await heightAt(375)).toBeLessThan(220);
    expect(await heightAt(1440)).toBeLessThan(180);
    const controls = page.getByTestId('webhook-config').locator('.button:visible, .field:visible');
    const heights = await controls.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
    expect(heights).toEqual([36, 36, 36, 36, 36]);
    await page.getByTestId('test-webhook-button').click();
    await untilSent(page, 'webhook.test', 'success');
    await page.reload(); // the page reads the endpoint's health first: its first attempt may have ended after that
    // The row, two lines high on a phone, names its endpoint unless the filter does.
    expect(await row(page, 'webhook.test').getByText('Shop', { exact: true }).count()).toBe(0);
    await page.goto(`${dashboard.url}${PATH}?endpoint=all`);
    await row(page, 'webhook.test').getByText('Shop', { exact: true }).waitFor();
    await page.setViewportSize({ width: 375, height: 800 });
    expect((await row(page, 'webhook.test').boundingBox())?.height).toBeLessThan(64);
    await page.getByLabel('Any status').selectOption('success');
    await page.waitForURL('**status=success');
    await page.goto(`${dashboard.url}${PATH}/endpoints/${id}`);
    await page.getByRole('link', { name: 'View all' }).click();
    await page.waitForURL(`**/webhooks?endpoint=${id}#deliveries`);
  });

  it.each(['test', 'live'] as const)(
    'a new %s merchant sees the page’s purpose, and what needs an endpoint',
    async (mode) => {
      const { id } = await dashboard.gateway.newMerchant({ mode });
      const page = await dashboard.signedIn({ as: await dashboard.gateway.newMember('owner', id), path: PATH });
      for (const part of ['webhook-config', 'webhook-config-form', 'webhook-url-input', 'webhook-logs-table'] as const)
        expect([part, await page.getByTestId(part).isVisible()]).toEqual([part, true]);
      expect(await page.getByTestId('webhook-secret').textContent()).toMatch(/^Created with the endpoint/);
      for (const part of ['regenerate-secret-button', 'test-webhook-button'] as const)
        expect([part, await page.getByTestId(part).isDisabled()]).toEqual([part, true]);
      expect(await page.getByTestId('webhook-log-item').count()).toBe(0);
    },
  );

  it('a forbidden URL is refused with a message beside its field', async () => {
    const page = await dashboard.signedIn({ path: PATH });
    await page.getByTestId('webhook-url-input').fill('http://10.0.0.1/hooks');
    await page.getByTestId('save-webhook-button').click();
    await page.getByTestId('webhook-config-form').getByRole('alert').waitFor();
    expect(await page.getByTestId('webhook-url-input').inputValue()).toBe('http://10.0.0.1/hooks');
    expect((await dashboard.merchant.endpoints.list()).data).toEqual([]);
  });

  it('the inbox is switched on, and shows a test event as it arrived, without a reload', async () => {
    const page = await dashboard.signedIn({ path: `${PATH}/inbox` });
    await page.getByText('The inbox is off').waitFor();
    await page.getByTestId('inbox-on-button').click();
    await page.getByText('Nothing has arrived yet').waitFor();
    await page.getByTestId('choose-test-button').click();
    await page.getByTestId('test-webhook-button').click();
    const item = page.locator('[data-webhook-id]').filter({ hasText: 'webhook.test' });
    await item.locator('summary').click();
    for (const header of ['webhook-signature: v1,', 'X-Webhook-Signature: '])
      await item.getByText(header, { exact: false }).first().waitFor();
    await dashboard.paid('first@upi');
    await page.locator('[data-webhook-id]').filter({ hasText: 'payment.success' }).waitFor();
    await page.evaluate(() => {
      navigator.clipboard.writeText = (text) => Promise.resolve(void (document.body.dataset['copied'] = text));
    });
    await item.getByRole('button', { name: /^Copy the body/ }).click();
    const [sent] = (await dashboard.merchant.webhookLogs.list({ event: 'webhook.test' })).data;
    const { requestBody } = await dashboard.merchant.webhookLogs.get(sent?.id ?? '');
    expect(await page.evaluate(() => document.body.dataset['copied'])).toBe(requestBody);
    await page.goto(`${dashboard.url}${PATH}/deliveries/${sent?.id}`);
    const said = await page.locator('main [data-status]').allTextContents();
    expect(said).toEqual(['success', 'recorded']);
    expect(page.faults).toEqual([]);
  });

  it('during a rotation every delivery verifies with the old or the new secret, and none is lost', async () => {
    const { id, page } = await endpointPage();
    const { secret: old = '' } = await dashboard.merchant.endpoints.get(id);
    const paying = Array.from({ length: 8 }, () => dashboard.paid('rotate@upi'));
    await page.getByTestId('regenerate-secret-button').click();
    await page.locator('dialog[open]').getByRole('button', { name: 'Regenerate' }).click();
    await page.locator('[data-secret-panel]').getByText('The new secret.').waitFor();
    const { secret: fresh = '' } = await dashboard.merchant.endpoints.get(id);
    expect(fresh).not.toBe(old);
    expect(await page.locator('[data-secret-panel]').getByText(fresh).count()).toBe(1);
    await page.getByRole('button', { name: 'I have stored it' }).click();
    const payments = (await Promise.all(paying)).concat(await dashboard.paid('after@upi'));
    const successOf = async ({ body, headers }: Received, secret: string) => {
      try {
        const { event, data } = await constructEvent(body, headers, secret);
        return event === 'payment.success' ? [data.payment.id] : [];
      } catch {
        return [];
      }
    };
    const successes = async (secret: string) =>
      (await Promise.all(receiver.received.map((one) => successOf(one, secret)))).flat();
    const all = payments.map(({ id }) => id).sort();
    await waitFor(async () => new Set(await successes(old)).size === all.length, {
      what: 'every success at the receiver',
    });
    // The receiver with the old secret misses nothing, and neither does one with the new secret from now on.
    expect([...new Set(await successes(old))].sort()).toEqual(all);
    expect(await successes(fresh)).toContain(payments.at(-1)?.id);
    await page.reload();
    await page.getByText('The old secret also signs until').waitFor();
  });

  it('deliveries to a broken receiver show their attempts, and succeed by retry and replay after the fix', async () => {
    receiver.behave = (_, response) => response.writeHead(503, { 'Content-Type': 'text/plain' }).end('out of order');
    const { id, page } = await endpointPage();
    const payment = await dashboard.paid('broken@upi');
    await untilSent(page, 'payment.success', 'failed');
    const success = row(page, 'payment.success');
    expect(await success.getByTestId('webhook-attempts').textContent()).toBe('2');
    expect(await success.getByTestId('webhook-response-code').textContent()).toBe('503');
    await page.setViewportSize({ width: 1000, height: 800 });
    const shown = success.getByTitle(payment.id).locator('span');
    expect(await shown.evaluate((one) => one.scrollWidth <= one.clientWidth)).toBe(true);
    // On a phone its button is beside its status.
    await page.setViewportSize({ width: 375, height: 800 });
    const [status, retry] = await Promise.all([
      success.locator('.pill').boundingBox(),
      success.getByTestId('retry-webhook-button').boundingBox(),
    ]);
    expect(retry?.x).toBeGreaterThan((status?.x ?? 0) + (status?.width ?? 0));
    expect(Math.abs((retry?.y ?? 0) - (status?.y ?? 0))).toBeLessThan(20);
    await page.setViewportSize({ width: 1280, height: 800 });
    await success.getByRole('link').click();
    const attempt = page.locator('details').filter({ hasText: 'Attempt 2' });
    await attempt.locator('summary').click();
    await attempt.getByText('out of order', { exact: true }).waitFor();
    await attempt.getByText('webhook-id: evt_').waitFor();
    const request = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Request' }) });
    await request.getByText('Headers of the last attempt').click();
    await request.getByText('webhook-id: evt_').waitFor();

    receiver.behave = (_, response) => response.writeHead(204).end();
    const before = receiver.received.length;
    await page.getByTestId('retry-webhook-button').click();
    await page.getByText('Delivered.').waitFor();
    await page.getByTestId('webhook-status').getByText('success').waitFor();
    expect(await page.getByText(/^Attempt \d/).count()).toBe(3);

    await page.goto(`${dashboard.url}${PATH}/endpoints/${id}`);
    await page.getByRole('button', { name: 'Replay' }).click();
    await page.locator('dialog[open]').getByRole('button', { name: 'Replay' }).click();
    await page.getByText(/^\d on their way/).waitFor();
    await page.goto(`${dashboard.url}${PATH}?endpoint=${id}`);
    const ids = () => receiver.received.slice(before).map(({ headers }) => String(headers['webhook-id']));
    const events = (await dashboard.merchant.events.list({ limit: 100 })).data.filter(
      ({ objectId }) => objectId === payment.id || objectId === payment.orderId,
    );
    await waitFor(() => ids().length >= events.length, { what: 'what failed, again' });
    expect(ids().sort()).toEqual(events.map(({ id }) => id).sort());
    await page.reload();
    for (const { event } of events) await untilSent(page, event, 'success');
  });

  it.each([
    ['stays', ''],
    ['leaves', '&status=failed'],
  ])('Retry in the log shows the attempt’s result, even if its row %s', async (_, filter) => {
    receiver.behave = (_, response) => response.writeHead(503).end();
    const { id, page } = await endpointPage();
    await dashboard.paid('retried@upi');
    await untilSent(page, 'payment.success', 'failed');
    await page.goto(`${dashboard.url}${PATH}?endpoint=${id}${filter}`);
    receiver.behave = (_, response) => response.writeHead(204).end();
    const retried = row(page, 'payment.success');
    await retried.getByTestId('retry-webhook-button').click();
    await page.getByText('Delivered.').waitFor();
    await waitFor(async () => (await retried.count()) === (filter ? 0 : 1), { what: 'the current list' });
    expect(await page.getByText('Delivered.').isVisible()).toBe(true);
    expect(page.faults).toEqual([]);
  });

  it('the log is live: new deliveries are announced, shown rows are updated in place', async () => {
    const { id } = await dashboard.merchant.endpoints.create({ url: receiver.url });
    await Promise.all(Array.from({ length: 8 }, (_, index) => dashboard.paid(`live${index}@upi`)));
    const page = await dashboard.signedIn({ viewport: { width: 1280, height: 400 } });
    const url = `${dashboard.url}${PATH}?endpoint=${id}&event=payment.success`;
    await page.goto(url, { waitUntil: 'networkidle' });
    const rows = page.getByTestId('webhook-log-item');
    expect(await rows.count()).toBe(8);
    await page.mouse.wheel(0, 10_000);
    const place = () => page.evaluate(() => scrollY);
    await waitFor(async () => (await place()) > 0, { what: 'the scroll' });
    const before = [await place(), await rows.last().boundingBox()];
    const unmoved = async () => expect([await place(), await rows.last().boundingBox()]).toEqual(before);

    let answer = 503;
    receiver.behave = (_, response) => response.writeHead(answer).end();
    await dashboard.paid('new@upi');
    const news = page.locator('[data-live]').getByText('1 new delivery. Show it');
    await news.waitFor();
    await unmoved();
    expect(await rows.count()).toBe(8);
    await news.click();
    const first = rows.first();
    for (const [cell, text] of [
      ['webhook-attempts', '2'],
      ['webhook-status', 'failed'],
      ['webhook-response-code', '503'],
    ] as const)
      await first.getByTestId(cell).getByText(text, { exact: true }).waitFor();
    expect(await rows.count()).toBe(9);
    answer = 200;
    const { data } = await dashboard.merchant.webhookLogs.list({ endpoint: id, event: 'payment.success', limit: 1 });
    await dashboard.merchant.webhookLogs.retry(data[0]?.id ?? '');
    await page.locator('[data-live]').waitFor({ state: 'detached' });
    expect(page.url()).toBe(url);
    expect(await page.getByLabel('Any event').inputValue()).toBe('payment.success');
    expect(page.faults).toEqual([]);
  });

  it('the doctor finds each of the mistakes, in a chosen or pasted delivery', async () => {
    const { id, page } = await endpointPage();
    const { secret: first = '' } = await dashboard.merchant.endpoints.get(id);
    await dashboard.merchant.endpoints.rotateSecret(id, { overlap: 3_600 });
    const { secret = '' } = await dashboard.merchant.endpoints.get(id);
    const order = await dashboard.merchant.createOrder({ amount: 100, notes: { for: 'café' } });
    await dashboard.merchant.createPayment({ orderId: order.id, method: 'upi', vpa: 'notes@upi' });
    await untilSent(page, 'order.paid', 'success');
    await row(page, 'order.paid').getByRole('link').click();
    await page.goto(`${dashboard.url}${PATH}/doctor`);
    const picker = page.getByLabel('A delivery of yours');
    const label = await picker.locator('option', { hasText: 'order.paid' }).first().textContent();
    await picker.selectOption(label);
    await page.waitForURL('**/doctor?delivery=*');
    await page.locator('[data-diagnosis=as_sent]').waitFor();
    const form = page.getByTestId('doctor-form');
    const fields = {
      body: form.locator('[name=body]'),
      headers: form.locator('[name=headers]'),
      secret: form.locator('[name=secret]'),
      computed: form.locator('[name=computed]'),
    };
    type Given = Record<keyof typeof fields, string>;
    await form.waitFor();
    const body = await fields.body.inputValue();
    const headers = await fields.headers.inputValue();
    const sent = receiver.received.find((one) => one.body.includes('"order.paid"'));
    expect([body, await fields.secret.inputValue()]).toEqual([sent?.body, secret]);
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
    const header = (name: string) => new RegExp(`${name}: (.*)`, 'i').exec(headers)?.[1] ?? '';
    const signed = `${header('webhook-id')}.${header('webhook-timestamp')}.${body}`;
    const mac = (by: string | Buffer, content: string, as: 'hex' | 'base64') =>
      createHmac('sha256', by).update(content).digest(as);
    const stranger = 'whsec_c29tZWJvZHkgZWxzZeKAmXMgc2VjcmV0';
    const signedAs = async (by: string, age: number) =>
      Object.entries(await signTestEvent(body, by, { id: 'evt_1', timestamp: Math.floor(Date.now() / 1000) - age }))
        .map(([name, value]) => `${name}: ${value}`)
        .join('\n');
    const mistakes: [string, Partial<Given>][] = [
      ['good', {}],
      ['missing_header', { headers: headers.replace(/^(x-)?webhook-signature.*$/gim, '') }],
      ['stale_timestamp', { headers: await signedAs(secret, 301) }],
      ['old_secret', { secret: first }],
      ['wrong_secret', { secret: stranger }],
      [
        'probably_wrong_secret',
        { headers: await signedAs(stranger, 0), secret: 'whsec_bm9ib2R54oCZcyBzZWNyZXQgYXQgYWxs' },
      ],
      ['reserialised_body', { body: JSON.stringify(JSON.parse(body), null, 2) }],
      ['changed_whitespace', { body: `${body}\n` }],
      ['wrong_text_encoding', { body: Buffer.from(body).toString('latin1') }],
      ['hex_for_base64', { computed: mac(key, signed, 'hex') }],
      ['undecoded_secret', { computed: mac(secret, signed, 'base64') }],
      ['body_alone', { computed: mac(key, body, 'base64') }],
      ['changed_body', { body: body.replace('order.paid', 'order.said') }],
    ];
    for (const path of [null, `${PATH}/doctor`]) {
      if (path) await page.goto(dashboard.url + path, { waitUntil: 'networkidle' });
      for (const [diagnosis, change] of mistakes) {
        const given: Given = { body, headers, secret, computed: '', ...change };
        for (const [name, field] of Object.entries(fields)) await field.fill(given[name as keyof Given]);
        await form.getByRole('button').click();
        await page.locator(`[data-diagnosis=${diagnosis}]`).waitFor();
      }
    }
  });

  it('without scripts the doctor loads a delivery by a button, says if none is chosen, and keeps the input', async () => {
    await endpointPage();
    await dashboard.paid('plain@upi');
    const page = await dashboard.signedIn({ path: `${PATH}/doctor`, javaScriptEnabled: false });
    await page.getByRole('button', { name: 'Use this delivery' }).click();
    await page.getByText('No delivery is chosen').waitFor();
    const picker = page.getByLabel('A delivery of yours');
    await picker.selectOption({ index: 1 });
    await page.getByRole('button', { name: 'Use this delivery' }).click();
    await page.locator('[data-diagnosis=as_sent]').waitFor();
    const body = page.locator('[name=body]');
    const changed = `${await body.inputValue()} `;
    await body.fill(changed);
    await page.getByRole('button', { name: 'Check signature' }).click();
    await page.locator('[data-diagnosis=changed_whitespace]').waitFor();
    expect(await body.inputValue()).toBe(changed);
    await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Webhooks' }).click();
    await page.waitForURL(`**${PATH}`);
  });

  it('a delivery shows its attempts before its body, which is folded', async () => {
    const { page } = await endpointPage();
    await dashboard.paid('folded@upi');
    await untilSent(page, 'order.paid', 'success');
    await row(page, 'order.paid').getByRole('link').click();
    await page.waitForURL('**/deliveries/*');
    const titles = ['Response', 'Attempts', 'Request', 'Delivery', 'Schedule'];
    expect(await page.locator('main h2').allTextContents()).toEqual(titles);
    const height = async () => (await page.locator('.folded .code').boundingBox())?.height ?? 0;
    const folded = await height();
    await page.getByText(/^Show all \d+ lines$/).click();
    expect(await height()).toBeGreaterThan(2 * folded);
    expect(await page.locator('main .button').first().textContent()).toBe('Resend');
  });

  it('another merchant’s endpoint and delivery cannot be found', async () => {
    const stranger = await dashboard.gateway.newMerchant();
    const { json: endpoint } = await stranger.api.post('/api/v1/webhook-endpoints', { url: receiver.url });
    await dashboard.gateway.captured(50_000, stranger.api);
    const delivery = await waitFor(async () => (await stranger.api.get('/api/v1/webhooks')).json.data[0], {
      what: 'a delivery of the other merchant',
    });
    const page = await dashboard.signedIn({ path: `${PATH}/deliveries/${delivery.id}` });
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
    await page.goto(`${dashboard.url}${PATH}?endpoint=${endpoint.id}`);
    await page.getByRole('heading', { name: 'Your first endpoint' }).waitFor();
    expect(await page.content()).not.toContain(delivery.id);
    await page.goto(`${dashboard.url}${PATH}/doctor?delivery=${delivery.id}`);
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
  });
});
