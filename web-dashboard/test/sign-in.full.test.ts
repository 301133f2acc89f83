import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { ANOTHER_DEMO_USER } from '../../api/test/support/gateway.js';
import { waitFor } from '../../api/test/support/processes.js';
import { addTotp, codeOf, forgetStep, makeStale } from '../../api/test/support/second-factor.js';
import { expectAccessible } from '../../web-checkout/test/support/accessibility.js';
import { Dashboard } from './support/dashboard.js';

const PASSWORD = 'lantern orbit mustard canyon';
const SIGN_IN = '/dashboard/settings/sign-in';
/** Without scripts in a noscript element, inside which a search for a string, other than for a pattern, finds nothing. */
const STORE_CODES = /^Store these recovery codes now/;

describe.each([
  ['with scripts', true],
  ['without scripts', false],
])('the sign-in settings, %s', (_, javaScriptEnabled) => {
  let dashboard: Dashboard;
  let count = 0;
  beforeAll(async () => {
    dashboard = await Dashboard.start({ env: ANOTHER_DEMO_USER });
  });
  afterAll(() => dashboard.stop());

  const newUser = async () => {
    const email = `user-${++count}@shop.example`;
    const { gateway } = dashboard;
    const { json } = await gateway.shopper.post('/api/v1/auth/register', { email, password: PASSWORD, name: 'Asha' });
    return { email, id: json.user.id as string, api: gateway.client({ session: json.token }) };
  };
  const signIn = async (page: Page, email: string) => {
    await page.goto(`${dashboard.url}/login?next=${encodeURIComponent(SIGN_IN)}`);
    await page.getByTestId('email-input').fill(email);
    await page.getByTestId('password-input').fill(PASSWORD);
    await page.getByTestId('login-button').click();
  };
  const signedIn = async (email: string) => {
    const page = await dashboard.open({ javaScriptEnabled });
    await signIn(page, email);
    await page.getByTestId('sessions').waitFor();
    return page;
  };
  /** Returns the secret and the recovery codes. */
  const addApp = async (page: Page) => {
    await page.getByRole('button', { name: 'Add an authenticator app' }).click();
    const secret = await page.locator('input[name=secret]').inputValue();
    await page.getByRole('textbox', { name: /code/i }).fill('000000');
    await page.getByRole('button', { name: 'Confirm the code' }).click();
    await page.getByText('Wrong code').waitFor();
    expect(await page.locator('input[name=secret]').inputValue()).toBe(secret);
    await page.getByRole('textbox', { name: /code/i }).fill(codeOf(secret));
    await page.getByRole('button', { name: 'Confirm the code' }).click();
    await page.getByText(STORE_CODES).waitFor();
    const codes = await page.locator('ul.mono li').allTextContents();
    if (javaScriptEnabled) await page.getByRole('button', { name: 'I have stored them' }).click();
    return { secret, codes };
  };

  it('a user adds an app by its QR code, and the next sign-in takes its code, or a recovery code once', async () => {
    const { email, id } = await newUser();
    const page = await signedIn(email);
    const { secret, codes } = await addApp(page);
    expect(codes).toHaveLength(10);
    await page.goto(dashboard.url + SIGN_IN);
    await page.getByText('10 recovery codes are left').waitFor();
    await forgetStep(dashboard.gateway, id);
    await page.getByText('Sign out').click();
    await page.waitForURL('**/login');
    await signIn(page, email);
    await page.waitForURL('**/login/second-factor?**');
    await page.getByRole('textbox', { name: /code/i }).fill('000000');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Wrong code').waitFor();
    await page.getByRole('textbox', { name: /code/i }).fill(codeOf(secret, 1));
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(dashboard.url + SIGN_IN);
    const other = await dashboard.open({ javaScriptEnabled });
    await signIn(other, email);
    await other.getByRole('textbox', { name: /code/i }).fill(codes[0] ?? '');
    await other.getByRole('button', { name: 'Sign in' }).click();
    await other.getByText('9 recovery codes are left').waitFor();
  });

  it('a session that is not fresh asks for the password, and then carries out the action', async () => {
    const { email, id } = await newUser();
    const page = await signedIn(email);
    await makeStale(dashboard.gateway, id);
    await page.getByRole('button', { name: 'Add an authenticator app' }).click();
    await page.getByLabel('Your password').fill('wrong');
    await page.getByRole('button', { name: 'Confirm and continue' }).click();
    await page.getByText('That is not your password').waitFor();
    await page.getByLabel('Your password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Confirm and continue' }).click();
    await page.locator('input[name=secret]').waitFor({ state: 'attached' });
  });

  it('a live key is made after a code, with the scopes that were ticked', async () => {
    const { gateway } = dashboard;
    const merchant = await gateway.newMerchant({ mode: 'live' });
    const owner = await gateway.newMember('owner', merchant.id);
    const { secret } = await addTotp(owner.api);
    await forgetStep(gateway, owner.id);
    await makeStale(gateway, owner.id);
    const page = await dashboard.signedIn({ as: owner, path: '/dashboard/keys', javaScriptEnabled });
    await page.getByTestId('new-key-button').click();
    const form = page.getByTestId('new-key-form');
    await form.locator('[name=name]').fill('Reports');
    await form.getByText('Limit what it may do').click();
    await form.locator('input[value="events:read"]').check();
    await form.getByRole('button', { name: 'Create the key' }).click();
    await form.getByRole('textbox', { name: /code/i }).fill(codeOf(secret));
    await form.getByRole('button', { name: 'Confirm and continue' }).click();
    const made = `SELECT scopes FROM api_keys WHERE merchant_id = $1 AND name = 'Reports'`;
    const { rows } = await waitFor(async () => {
      const found = await gateway.db.query<{ scopes: string[] }>(made, [merchant.id]);
      return found.rows.length > 0 && found;
    });
    expect(rows).toEqual([{ scopes: ['events:read'] }]);
    await page.getByText(/secret_live_[\w-]{20}/).waitFor();
  });

  /** An owner of a new merchant with an authenticator app and no passkey, whose session is not fresh. */
  const staleOwner = async (mode: 'test' | 'live') => {
    const { gateway } = dashboard;
    const merchant = await gateway.newMerchant({ mode });
    const owner = await gateway.newMember('owner', merchant.id);
    const { secret } = await addTotp(owner.api);
    const goStale = () => Promise.all([forgetStep(gateway, owner.id), makeStale(gateway, owner.id)]);
    await goStale();
    return { merchant, owner, secret, goStale };
  };
  /** The form asks for a code, and for no passkey, since the user has none. */
  const confirmWith = async (form: Locator, secret: string) => {
    await form.getByTestId('confirm').waitFor();
    expect(await form.getByRole('button', { name: 'Use a passkey instead' }).count()).toBe(0);
    await form.getByRole('textbox', { name: /^Code/ }).fill(codeOf(secret));
    await form.getByRole('button', { name: 'Confirm and continue' }).click();
  };

  it('a member is invited, and made an owner, after a code', async () => {
    const { gateway } = dashboard;
    const { merchant, owner, secret, goStale } = await staleOwner('test');
    const member = await gateway.newMember('viewer', merchant.id);
    const page = await dashboard.signedIn({ as: owner, path: '/dashboard/team', javaScriptEnabled });
    await page.getByTestId('invite-button').click();
    const invite = page.getByTestId('invite-form');
    await invite.locator('[name=email]').fill('mira@shop.example');
    await invite.locator('input[value=developer]').check();
    await invite.getByRole('button', { name: 'Make the invite link' }).click();
    const invites = async () =>
      (await gateway.db.query('SELECT email, role FROM invites WHERE merchant_id = $1', [merchant.id])).rows;
    await invite.getByTestId('confirm').waitFor();
    expect(await invites()).toEqual([]);
    await confirmWith(invite, secret);
    await waitFor(async () => (await invites()).length > 0, { what: 'the invite' });
    expect(await invites()).toEqual([{ email: 'mira@shop.example', role: 'developer' }]);
    await goStale();
    await page.goto(`${dashboard.url}/dashboard/team`);
    // The only owner's role cannot be changed, so this is the member's form.
    const form = page.getByTestId('role-form');
    await form.locator('select').selectOption('owner');
    await form.getByRole('button', { name: 'Change' }).click();
    await form.getByTestId('confirm').waitFor();
    expect(await form.locator('select').inputValue()).toBe('owner');
    await confirmWith(form, secret);
    const roles = 'SELECT FROM memberships WHERE user_id = $1 AND role = $2';
    await waitFor(async () => (await gateway.db.query(roles, [member.id, 'owner'])).rowCount === 1, {
      what: 'the role',
    });
  });

  it('the secret of a live endpoint is renewed after a code, and shown once', async () => {
    const { merchant, owner, secret } = await staleOwner('live');
    const { json: endpoint } = await merchant.api.post('/api/v1/webhook-endpoints', { url: 'https://shop.example/h' });
    const path = `/dashboard/webhooks?endpoint=${endpoint.id}`;
    const page = await dashboard.signedIn({ as: owner, path, javaScriptEnabled });
    await page.getByTestId('regenerate-secret-button').click();
    const form = page.getByTestId('rotate-form');
    await form.getByRole('button', { name: 'Regenerate' }).click();
    await form.getByTestId('confirm').waitFor();
    const until = async () =>
      (await merchant.api.get(`/api/v1/webhook-endpoints/${endpoint.id}`)).json.previous_secret_until as string | null;
    expect(await until()).toBeNull();
    await confirmWith(form, secret);
    await waitFor(async () => (await until()) !== null, { what: 'the rotation' });
    await page
      .getByText(/whsec_[\w+/=]{20}/)
      .first()
      .waitFor();
  });

  it('a sign-in offers a passkey only to those who have one, after the password', async () => {
    const { email, id, api } = await newUser();
    await addTotp(api);
    const page = await dashboard.open({ javaScriptEnabled });
    await signIn(page, email);
    await page.waitForURL('**/login/second-factor?**');
    await page.getByRole('textbox', { name: /^Code/ }).waitFor();
    expect(await page.getByTestId('passkey-button').count()).toBe(0);
    const passkey = `INSERT INTO passkeys (id, user_id, name, public_key, counter, transports) VALUES ($1, $2, 'Key', '', 0, '{}')`;
    await dashboard.gateway.db.query(passkey, [id, id]);
    await signIn(page, email);
    await page.waitForURL('**/login/second-factor?**');
    await page.getByTestId('passkey-button').waitFor({ state: javaScriptEnabled ? 'visible' : 'attached' });
  });

  it('an operator reads what the policy of the checkout blocked, and no other user does', async () => {
    const { gateway } = dashboard;
    const path = '/dashboard/settings/policy-reports';
    const blocked = 'https://evil.example/skimmer.js';
    await gateway.shopper.post('/api/v1/policy-reports', { directive: 'script-src-elem', blocked, line: 12 });
    const user = await gateway.newMember('owner');
    const page = await dashboard.signedIn({ as: user, path: '/dashboard/settings', javaScriptEnabled });
    expect(await page.getByRole('link', { name: 'Policy reports' }).count()).toBe(0);
    expect((await page.goto(dashboard.url + path))?.status()).toBe(404);
    expect(await page.getByText(blocked).count()).toBe(0);
    await gateway.db.query('UPDATE users SET operator = true WHERE id = $1', [user.id]);
    await page.goto(`${dashboard.url}/dashboard/settings`);
    await page.getByRole('link', { name: 'Policy reports' }).click();
    const row = page.getByTestId('policy-report-row');
    await row.waitFor();
    if (javaScriptEnabled) await expectAccessible(page, 'Policy reports');
    for (const text of [blocked, 'script-src-elem', 'unknown, line 12'])
      await row.getByText(text).first().waitFor({ state: 'attached' });
  });

  it('other sessions are listed with their device, and ended one by one or together', async () => {
    const { email } = await newUser();
    const page = await signedIn(email);
    const { gateway } = dashboard;
    for (const agent of ['curl/8', 'Wget/1', 'Lynx/2']) {
      const headers = { 'User-Agent': agent };
      await gateway.shopper.post('/api/v1/auth/login', { email, password: PASSWORD }, { headers });
    }
    await page.goto(dashboard.url + SIGN_IN);
    const items = page.getByTestId('session-item');
    await items.nth(4).waitFor();
    expect(await items.first().textContent()).toContain('This device');
    await page.getByRole('button', { name: 'End the session of Wget' }).click();
    await page.getByText('Wget').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'End all other sessions' }).click();
    await items.nth(1).waitFor({ state: 'detached' });
    expect(await items.count()).toBe(1);
  });

  it('a member without a factor adds one before anything else, if the merchant requires it', async () => {
    const { email, id, api } = await newUser();
    await dashboard.gateway.db.query(
      `UPDATE merchants SET requires_second_factor = true WHERE id = (SELECT merchant_id FROM memberships WHERE user_id = $1)`,
      [id],
    );
    expect((await api.get('/api/v1/orders')).json.error.reason).toBe('second_factor_missing');
    const page = await dashboard.open({ javaScriptEnabled });
    await signIn(page, email);
    await page.waitForURL('**/second-factor');
    await page.getByRole('button', { name: 'Add an authenticator app' }).click();
    const secret = await page.locator('input[name=secret]').inputValue();
    await page.getByRole('textbox', { name: /code/i }).fill(codeOf(secret));
    await page.getByRole('button', { name: 'Confirm the code' }).click();
    await page.getByText(STORE_CODES).waitFor();
    if (javaScriptEnabled) await page.getByRole('button', { name: 'I have stored them' }).click();
    await page.getByRole('link', { name: 'Continue to the dashboard' }).click();
    await page.getByTestId('stats-container').waitFor();
  });
});
