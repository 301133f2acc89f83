import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Dashboard, DEMO_LOGIN } from './support/dashboard.js';

describe('signing in', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await Dashboard.start();
  });
  afterAll(() => dashboard.stop());

  const login = async (page: Awaited<ReturnType<Dashboard['open']>>, password: string, email = DEMO_LOGIN.email) => {
    await page.getByTestId('email-input').fill(email);
    await page.getByTestId('password-input').fill(password);
    await page.getByTestId('login-button').click();
  };

  it('the demo user is filled in; the requested page follows; the cookie is not readable by scripts', async () => {
    const page = await dashboard.open();
    await page.goto(`${dashboard.url}/dashboard/refunds?status=failed`);
    expect(new URL(page.url()).pathname).toBe('/login');
    expect(await page.getByTestId('email-input').inputValue()).toBe(DEMO_LOGIN.email);
    expect(await page.getByTestId('password-input').inputValue()).toBe(DEMO_LOGIN.password);
    await page.getByTestId('login-button').click();
    await page.waitForURL(`${dashboard.url}/dashboard/refunds?status=failed`);
    const [cookie] = (await page.context().cookies()).filter(({ name }) => name === 'session');
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
    expect(await page.evaluate(() => document.cookie)).not.toContain('session');
    expect(await page.content()).not.toContain(cookie?.value);
    expect([page.faults, page.foreign]).toEqual([[], []]);
  });

  it('the next page is always one of this site', async () => {
    for (const next of ['https://evil.example/', '//evil.example', '/dashboardx', '/login']) {
      const page = await dashboard.open();
      await page.goto(`${dashboard.url}/login?next=${encodeURIComponent(next)}`);
      await page.getByTestId('login-button').click();
      await page.waitForURL(`${dashboard.url}/dashboard`);
      await page.context().close();
    }
  });

  it('works without JavaScript', async () => {
    const page = await dashboard.open({ javaScriptEnabled: false });
    await page.goto(`${dashboard.url}/login`);
    await login(page, 'not the password', 'nobody@shop.example');
    await page.getByText('Wrong email or password').waitFor();
    await login(page, DEMO_LOGIN.password);
    await page.getByTestId('stats-container').waitFor();
  });

  it('a wrong password: the message is above the fields, without an id, and the field is marked', async () => {
    const page = await dashboard.open();
    await page.goto(`${dashboard.url}/login`);
    await login(page, 'wrong', 'mistyped@shop.example');
    const alert = page.getByRole('alert').filter({ hasText: 'Wrong email or password.' });
    await alert.waitFor();
    expect(await alert.textContent()).toBe('Wrong email or password.');
    const field = page.getByTestId('password-input');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    const top = async (one: typeof field) => (await one.boundingBox())?.y ?? 0;
    expect(await top(alert)).toBeLessThan(await top(page.getByTestId('email-input')));
    await page.getByRole('button', { name: 'Show password' }).click();
    expect(await field.getAttribute('type')).toBe('text');
    await page.getByRole('button', { name: 'Hide password' }).click();
    expect(await field.getAttribute('type')).toBe('password');
  });

  it('a wrong password shows an error; ten of them lock the account, with a request id to quote', async () => {
    const page = await dashboard.open();
    await page.goto(`${dashboard.url}/login`);
    const email = 'locked@shop.example';
    for (let failures = 1; failures <= 10; failures++) {
      await dashboard.gateway.db.query(
        `UPDATE login_failures SET blocked_until = now() WHERE blocked_until < now() + interval '20 minutes'`,
      );
      const answered = page.waitForResponse((response) => response.request().method() === 'POST');
      await login(page, 'wrong', email);
      await answered;
      await page.getByText('Wrong email or password').waitFor();
      await page.locator('[data-test-id="login-button"]:not([aria-disabled="true"])').waitFor();
    }
    await login(page, 'wrong', email);
    const alert = page.getByRole('alert').filter({ hasText: 'Too many failed logins' });
    await alert.waitFor();
    expect(await alert.textContent()).toMatch(/Request [0-9a-f-]{36}/);
  });

  it('signing out ends the session, even for a copy of its cookie', async () => {
    const page = await dashboard.signedIn();
    const cookies = await page.context().cookies();
    await page.getByText('Sign out').click();
    await page.waitForURL('**/login');
    const thief = await dashboard.open();
    await thief.context().addCookies(cookies);
    await thief.goto(`${dashboard.url}/dashboard`);
    expect(new URL(thief.url()).pathname).toBe('/login');
  });

  it('if the session cannot be ended, the browser deletes it and shows a warning', async () => {
    const page = await dashboard.signedIn();
    await dashboard.gateway.db.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$;
      CREATE TRIGGER refuse BEFORE DELETE ON sessions FOR EACH ROW EXECUTE FUNCTION refuse()`);
    try {
      await page.getByText('Sign out').click();
      await page.getByText('You are signed out in this browser').waitFor();
    } finally {
      await dashboard.gateway.db.query('DROP TRIGGER refuse ON sessions; DROP FUNCTION refuse');
    }
    expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('session');
  });

  it('an unexpected error shows the id of the failed request', async () => {
    const page = await dashboard.signedIn();
    await dashboard.gateway.db.query('ALTER TABLE memberships RENAME TO memberships_away');
    try {
      await page.goto(`${dashboard.url}/dashboard/orders`);
      await page.getByText(/^Request [0-9a-f-]{36}$/).waitFor();
    } finally {
      await dashboard.gateway.db.query('ALTER TABLE memberships_away RENAME TO memberships');
    }
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'Orders' }).waitFor();
  });

  it('a new user registers and finds an empty shop with the first steps', async () => {
    const page = await dashboard.open();
    await page.goto(`${dashboard.url}/register`);
    await page.getByLabel('Your name', { exact: true }).fill('Asha Rao');
    await page.getByLabel('Email', { exact: true }).fill('asha@shop.example');
    await page.getByLabel('Password').fill('lantern orbit mustard canyon');
    await page.getByLabel('Name of your shop').fill('Tea shop');
    await page.getByRole('button', { name: 'Register' }).click();
    await page.getByText('First steps, 0 of 5').waitFor();
    expect(await page.getByTestId('total-transactions').textContent()).toBe('0');
    expect(await page.getByText('Tea shop').first().isVisible()).toBe(true);
  });

  it('a form posted from another site changes nothing', async () => {
    const page = await dashboard.signedIn({ path: '/dashboard/settings' });
    const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    const fields = [...(await page.content()).matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => tag);
    const body = new FormData();
    for (const tag of fields) {
      const [name = '', value = ''] = ['name', 'value'].map((key) => new RegExp(`${key}="([^"]*)"`).exec(tag)?.[1]);
      body.append(name, value.replaceAll('&quot;', '"'));
    }
    body.append('name', 'Taken over');
    const headers = { Origin: 'https://evil.example', Cookie: cookie };
    const answer = await fetch(`${dashboard.url}/dashboard/settings`, { method: 'POST', body, headers });
    expect(answer.status).toBe(403);
    const { rows } = await dashboard.gateway.db.query(`SELECT FROM merchants WHERE name = 'Taken over'`);
    expect(rows).toEqual([]);
  });

  it('every page has a strict policy with its own nonce, and is not stored', async () => {
    const answers = await Promise.all([1, 2].map(() => fetch(`${dashboard.url}/login`)));
    const policies = answers.map(({ headers }) => headers.get('Content-Security-Policy') ?? '');
    expect(new Set(policies.map((policy) => /'nonce-([^']+)'/.exec(policy)?.[1])).size).toBe(2);
    expect(policies[0]).toContain(`frame-ancestors 'none'`);
    expect(policies[0]).not.toMatch(/unsafe|https?:/);
    expect(answers[0]?.headers.get('Cache-Control')).toBe('no-store');
  });
});
