import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ANOTHER_DEMO_USER } from '../../api/test/support/gateway.js';
import { makeStale } from '../../api/test/support/second-factor.js';
import { Dashboard } from './support/dashboard.js';

const PASSWORD = 'lantern orbit mustard canyon';
const SIGN_IN = '/dashboard/settings/sign-in';

describe('passkeys, with the virtual authenticator of Chromium', () => {
  let dashboard: Dashboard;
  let count = 0;
  beforeAll(async () => {
    dashboard = await Dashboard.start({ env: ANOTHER_DEMO_USER });
  });
  afterAll(() => dashboard.stop());

  /** A signed-in user in a browser whose authenticator can verify the user, or cannot, as many security keys. */
  async function userWith({ verifies }: { verifies: boolean }) {
    const email = `user-${++count}@shop.example`;
    const { gateway } = dashboard;
    const { json } = await gateway.shopper.post('/api/v1/auth/register', { email, password: PASSWORD, name: 'Asha' });
    const page = await dashboard.open();
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('WebAuthn.enable');
    const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true } as const;
    const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...options,
        hasUserVerification: verifies,
        isUserVerified: verifies,
        automaticPresenceSimulation: true,
      },
    });
    await signIn(page, email);
    await page.getByTestId('sessions').waitFor();
    return { email, id: json.user.id as string, page, cdp, authenticatorId };
  }
  const signIn = async (page: Page, email: string) => {
    await page.goto(`${dashboard.url}/login?next=${encodeURIComponent(SIGN_IN)}`);
    await page.getByTestId('email-input').fill(email);
    await page.getByTestId('password-input').fill(PASSWORD);
    await page.getByTestId('login-button').click();
  };
  const addPasskey = async (page: Page) => {
    await page.getByLabel('Name of a new passkey').fill('Laptop');
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByText('Store these recovery codes now').waitFor();
    await page.getByRole('button', { name: 'I have stored them' }).click();
    await page.goto(dashboard.url + SIGN_IN);
    await page.getByTestId('passkey-item').waitFor();
  };
  const signOut = async (page: Page) => {
    await page.getByText('Sign out').click();
    await page.waitForURL('**/login');
  };

  it('a passkey is a second factor after the password', async () => {
    const { email, page } = await userWith({ verifies: false });
    await addPasskey(page);
    await signOut(page);
    await signIn(page, email);
    await page.waitForURL('**/login/second-factor?**');
    await page.getByTestId('passkey-button').click();
    await page.waitForURL(dashboard.url + SIGN_IN);
    expect(await page.getByTestId('passkey-item').textContent()).toContain('used');
  });

  it('a passkey that verifies its user signs in alone, and one that does not is refused', async () => {
    const sure = await userWith({ verifies: true });
    await addPasskey(sure.page);
    await signOut(sure.page);
    await sure.page.getByTestId('passkey-button').click();
    await sure.page.waitForURL(`${dashboard.url}/dashboard`);
    await sure.page.getByText(sure.email).waitFor();
    await signOut(sure.page);
    await sure.cdp.send('WebAuthn.setUserVerified', { authenticatorId: sure.authenticatorId, isUserVerified: false });
    await sure.page.getByTestId('passkey-button').click();
    await sure.page.getByText('No passkey was given').waitFor();
    expect(new URL(sure.page.url()).pathname).toBe('/login');
  });

  it('a passkey confirms a change, and the last one removed ends the second factor', async () => {
    const { id, page } = await userWith({ verifies: true });
    await addPasskey(page);
    await makeStale(dashboard.gateway, id);
    await page.getByTestId('passkey-item').getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('button', { name: 'Remove the passkey' }).click();
    await page.getByRole('button', { name: 'Use a passkey instead' }).click();
    await page.getByTestId('passkey-item').waitFor({ state: 'detached' });
    const { rows } = await dashboard.gateway.db.query('SELECT FROM recovery_codes WHERE user_id = $1', [id]);
    expect(rows).toEqual([]);
  });

  it('a response is accepted once, and only for its own challenge', async () => {
    const { page, id } = await userWith({ verifies: true });
    await addPasskey(page);
    await signOut(page);
    const sent = page.waitForRequest(
      (request) => request.method() === 'POST' && /authenticatorData/.test(request.postData() ?? ''),
    );
    await page.getByTestId('passkey-button').click();
    const body = (await sent).postData() ?? '';
    const response = /\{\\?"id.*clientExtensionResults.*?\}(?:[^"\r\n}]*"[^"\r\n}]*)*\}/.exec(body)?.[0] ?? body;
    await page.waitForURL(`${dashboard.url}/dashboard`);
    const replayed = await dashboard.gateway.shopper.post('/api/v1/auth/passkey', { response });
    expect([replayed.status, replayed.json.error.reason]).toEqual([401, 'wrong_passkey']);
    const { rows } = await dashboard.gateway.db.query('SELECT FROM sessions WHERE user_id = $1', [id]);
    expect(rows.length).toBeLessThanOrEqual(2);
  });
});
