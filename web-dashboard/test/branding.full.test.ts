import { crc32, deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectAccessible } from '../../web-checkout/test/support/accessibility.js';
import { Dashboard } from './support/dashboard.js';

const PATH = '/dashboard/settings/branding';
const SIDE = 32;

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** A grey square. */
function png(): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(SIDE, 0);
  head.writeUInt32BE(SIDE, 4);
  head[8] = 8;
  const rows = Buffer.alloc(SIDE * (SIDE + 1), 0x80);
  for (let row = 0; row < SIDE; row++) rows[row * (SIDE + 1)] = 0;
  const parts = [chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts]);
}

describe('branding and mail in the settings', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await Dashboard.start();
  });
  afterAll(() => dashboard.stop());

  const merchantWith = async (role: 'owner' | 'viewer') => {
    const { id, api } = await dashboard.gateway.newMerchant();
    const as = await dashboard.gateway.newMember(role, id);
    const read = async () => (await as.api.get('/api/v1/merchant')).json;
    return { as, api, read };
  };

  it('a colour is checked while it is chosen, refused if text is unreadable on it, and saved', async () => {
    const { as, read } = await merchantWith('owner');
    const page = await dashboard.signedIn({ as, path: PATH });
    await page.waitForLoadState('networkidle');
    const form = page.getByTestId('branding-form');
    const choose = (color: string) => form.locator('[name=brand_color]').fill(color);
    await choose('#ffff00');
    await form.getByText('Too light: its contrast with the white page is 1.0:1').waitFor();
    await form.getByRole('button', { name: 'Save' }).click();
    await form
      .getByRole('alert')
      .getByText(/contrast of 1\.07:1/)
      .waitFor();
    expect((await read()).brand_color).toBeNull();
    await choose('#0b5fff');
    await form.getByText('Readable: white text has a contrast of 5.1:1.').waitFor();
    await form.locator('[name=support_email]').fill('help@shop.example');
    await form.locator('[name=support_phone]').fill('+91 98765-43210');
    const logo = form.locator('[name=logo]');
    await logo.setInputFiles({ name: 'logo.gif', mimeType: 'image/gif', buffer: png() });
    await form.getByText('This file is no PNG.').waitFor();
    await logo.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: png() });
    // The previews follow the form before it is saved.
    const preview = (kind: string) => page.getByRole('region', { name: `Preview of the ${kind}` });
    for (const kind of ['checkout', 'receipt']) {
      await preview(kind)
        .locator(`img[src="data:image/png;base64,${png().toString('base64')}"]`)
        .waitFor();
      await preview(kind).getByText('Questions? help@shop.example · +91 98765-43210').waitFor();
    }
    expect(await preview('checkout').locator('rect').getAttribute('fill')).toBe('#0b5fff');
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Shoppers see it at once').waitFor();
    await page.getByAltText('The present logo').waitFor();
    expect(await read()).toMatchObject({
      brand_color: '#0b5fff',
      support_email: 'help@shop.example',
      support_phone: '+919876543210',
    });
    await form.locator('[name=no_logo]').check();
    await form.locator('[name=own_color]').check();
    await form.getByRole('button', { name: 'Save' }).click();
    await form.locator('[name=no_logo]').waitFor({ state: 'detached' });
    expect(await read()).toMatchObject({ brand_color: null, logo: null });
    expect([page.faults, page.foreign]).toEqual([[], []]);
  });

  it('works without JavaScript, and a viewer sees it without the button', async () => {
    const { as, read } = await merchantWith('owner');
    const page = await dashboard.signedIn({ as, path: PATH, javaScriptEnabled: false });
    const form = page.getByTestId('branding-form');
    await form.locator('[name=own_color]').uncheck();
    await form.locator('[name=brand_color]').fill('#15803d');
    await form.locator('[name=logo]').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: png() });
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Shoppers see it at once').waitFor();
    expect(await read()).toMatchObject({ brand_color: '#15803d', logo: expect.any(String) });
    const preview = page.getByRole('region', { name: 'Preview of the checkout' });
    expect(await preview.locator('rect').getAttribute('fill')).toBe('#15803d');
    expect(await preview.locator('img').count()).toBe(1);
    const viewer = await dashboard.signedIn({ as: (await merchantWith('viewer')).as, path: PATH });
    await viewer.getByText('Admins and owners may change this.').waitFor();
    expect(await viewer.getByTestId('branding-form').getByRole('button').count()).toBe(0);
  });

  it.each([true, false])('receipts by mail are switched on and off; with scripts: %s', async (javaScriptEnabled) => {
    const { as, read } = await merchantWith('owner');
    const page = await dashboard.signedIn({ as, path: '/dashboard/settings/mail', javaScriptEnabled });
    const receipts = page.getByRole('switch', { name: 'Mail a receipt after every payment' });
    for (const on of [true, false]) {
      await receipts.click();
      await page.getByText(on ? 'Payers now get receipts by mail.' : 'no longer mailed by themselves').waitFor();
      expect([await receipts.getAttribute('aria-checked'), (await read()).mail_receipts]).toEqual([String(on), on]);
    }
    const viewer = await dashboard.signedIn({
      as: (await merchantWith('viewer')).as,
      path: '/dashboard/settings/mail',
    });
    expect(await viewer.getByRole('switch').isDisabled()).toBe(true);
  });

  it('a demo run keeps its mails for reading, without the links that are credentials', async () => {
    const { as } = await merchantWith('owner');
    const page = await dashboard.signedIn({ as, path: '/dashboard/settings/mail' });
    await page.getByText('No mails yet').waitFor();
    await as.api.post('/api/v1/members', { email: 'mira@shop.example', role: 'viewer' });
    await page.reload();
    const row = page.getByTestId('mail-row');
    expect(await row.getByText('mira@shop.example').count()).toBe(1);
    await row.getByRole('link').click();
    await page.getByText('[link] is a credential').waitFor();
    await page.getByText('To mira@shop.example').waitFor();
    await expectAccessible(page, 'a mail');
    for (const path of ['/dashboard/settings/mail', PATH]) {
      await page.goto(dashboard.url + path, { waitUntil: 'networkidle' });
      await expectAccessible(page, path);
    }
  });
});
