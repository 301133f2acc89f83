import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { variants } from '../../api/test/support/full.js';
import type { Member } from '../../api/test/support/gateway.js';
import { addTotp, codeOf, forgetStep, makeStale } from '../../api/test/support/second-factor.js';
import { waitFor } from '../../api/test/support/processes.js';
import { Dashboard } from './support/dashboard.js';

const PATH = '/dashboard/settings';
const SECRET = '/api/v1/merchant/return-secret';

describe('the return secret in the settings', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await Dashboard.start();
  });
  afterAll(() => dashboard.stop());

  it('of a test merchant is readable; after a confirmed rotation the new one is in the panel and then in the card', async () => {
    const owner = await dashboard.gateway.newMember('owner');
    const read = async () => (await owner.api.get(SECRET)).json.secret as string;
    const page = await dashboard.signedIn({ as: owner, path: PATH });
    const shown = page.getByTestId('return-secret');
    const before = await read();
    expect(await shown.textContent()).toBe(before);
    const card = page.locator('section').filter({ has: shown });
    expect(await card.locator('pre').textContent()).toContain(
      'await verifyReturn(request.url, process.env.RETURN_SECRET',
    );

    await page.getByTestId('rotate-return-secret-button').click();
    await page.locator('dialog[open]').getByText('Until your servers have it').waitFor();
    await page.keyboard.press('Escape');
    expect(await read()).toBe(before);

    await page.getByTestId('rotate-return-secret-button').click();
    await page.getByRole('button', { name: 'Rotate the secret' }).click();
    const panel = page.locator('[data-secret-panel] code');
    await panel.waitFor();
    const after = await read();
    expect(after).not.toBe(before);
    expect(await panel.textContent()).toBe(after);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'I have stored it' }).click();
    await page.reload();
    expect(await shown.textContent()).toBe(after);
  });

  it.each([true, false])(
    'of a live merchant is shown with a fresh factor only (scripts: %s)',
    async (javaScriptEnabled) => {
      const { id } = await dashboard.gateway.newMerchant({ mode: 'live' });
      const owner = await dashboard.gateway.newMember('owner', id);
      const secret = (await owner.api.get(SECRET)).json.secret as string;
      await makeStale(dashboard.gateway, owner.id);
      expect((await owner.api.get(SECRET)).json.error.reason).toBe('fresh_factor_required');
      const { secret: totp } = await withTotp(owner);
      const page = await dashboard.signedIn({ as: owner, path: PATH, javaScriptEnabled });
      expect(await page.getByTestId('return-secret').textContent()).toBe('rtsec_••••••••••••');
      const form = page.getByTestId('reveal-return-secret-form');
      await form.getByRole('button', { name: 'Reveal' }).click();
      await form.getByRole('textbox', { name: /^Code/ }).waitFor();
      expect(await page.content()).not.toContain(secret);
      await form.getByRole('textbox', { name: /^Code/ }).fill(codeOf(totp));
      await form.getByRole('button', { name: 'Confirm and continue' }).click();
      // Without scripts it is in a <noscript>, whose text Playwright does not look for.
      await waitFor(async () => (await page.content()).includes(secret));
    },
  );

  /** A second factor, whose proof is too old for what needs a fresh one. */
  async function withTotp({ id, api }: Member) {
    await dashboard.gateway.db.query('UPDATE sessions SET proved_at = now() WHERE user_id = $1', [id]);
    const totp = await addTotp(api);
    await forgetStep(dashboard.gateway, id);
    await makeStale(dashboard.gateway, id);
    return totp;
  }

  const NEAREST = [
    ['support', false],
    ['developer', true],
  ] as const;
  const OTHERS = [
    ['viewer', false],
    ['admin', true],
  ] as const;
  it.each(variants<readonly [string, boolean]>(NEAREST, OTHERS))('a %s sees and rotates it: %s', async (role, may) => {
    const page = await dashboard.signedIn({ as: await dashboard.gateway.newMember(role), path: PATH });
    expect(await page.getByTestId('return-secret').textContent()).toMatch(
      may ? /^rtsec_\S{20,}$/ : /^Visible to members who may change keys$/,
    );
    expect(await page.getByTestId('rotate-return-secret-button').count()).toBe(may ? 1 : 0);
    expect(await page.content()).not.toMatch(may ? /Visible to members who may change keys/ : /rtsec_/);
  });

  it('an order shows the URLs of its returning shoppers', async () => {
    const urls = { returnUrl: 'https://shop.example/thanks', cancelUrl: 'https://shop.example/cart' };
    const { id } = await dashboard.merchant.createOrder({ amount: 50_000, ...urls });
    const page = await dashboard.signedIn({ path: `/dashboard/orders/${id}` });
    for (const url of Object.values(urls)) await page.getByText(url, { exact: true }).waitFor();
  });
});
