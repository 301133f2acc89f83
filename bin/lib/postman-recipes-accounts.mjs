/** The recipes of users, merchants and API keys: see postman-recipes.mjs. */

export const OWN_MERCHANT = { auth: { bearer: 'userToken' }, headers: { 'X-Merchant-Id': '{{merchantId}}' } };

export const ACCOUNTS = {
  auth_login: {
    body: { email: '{{email}}', password: '{{password}}' },
    keeps: { sessionToken: 'token' },
  },
  auth_invite: {
    before: async ({ call, keep }) => {
      const invite = { email: `asha.${Date.now()}@shop.example`, role: 'developer' };
      const { email, invite_url: url } = await call('POST', '/api/v1/members', invite, { session: 'sessionToken' });
      keep('userEmail', email);
      keep('inviteToken', url.split('invite=')[1]);
    },
    path: { token: '{{inviteToken}}' },
  },
  auth_register: {
    body: { email: '{{userEmail}}', password: '{{userPassword}}', name: 'Asha Rao', invite: '{{inviteToken}}' },
    keeps: { userToken: 'token', memberId: 'user.id' },
  },
  me_get: {},
  auth_changePassword: {
    auth: { bearer: 'userToken' },
    body: { current_password: '{{userPassword}}', new_password: '{{newPassword}}' },
  },
  auth_confirm: { auth: { bearer: 'userToken' }, body: { password: '{{newPassword}}' } },
  secondFactor_get: { auth: { bearer: 'userToken' } },
  secondFactor_beginTotp: { auth: { bearer: 'userToken' } },
  // The code is shown by an authenticator app, so the run has none.
  secondFactor_confirmTotp: {
    auth: { bearer: 'userToken' },
    body: { code: '000 000' },
    refused: '401',
    asserts: (pm) => pm.test('says why', () => pm.expect(pm.response.json().error.reason).to.equal('wrong_code')),
  },
  secondFactor_removeTotp: {
    auth: { bearer: 'userToken' },
    refused: '400',
    asserts: (pm) =>
      pm.test('says why', () => pm.expect(pm.response.json().error.reason).to.equal('second_factor_absent')),
  },
  secondFactor_renewRecoveryCodes: {
    auth: { bearer: 'userToken' },
    refused: '400',
    asserts: (pm) =>
      pm.test('says why', () => pm.expect(pm.response.json().error.reason).to.equal('second_factor_absent')),
  },
  policyReports_list: {
    auth: { bearer: 'userToken' },
    refused: '403',
    asserts: (pm) =>
      pm.test('says why', () => pm.expect(pm.response.json().error.reason).to.equal('permission_missing')),
  },
  policyReports_record: { body: { directive: 'script-src-elem', blocked: 'inline' } },
  // Passkeys need a browser, so the run has none.
  passkeys_options: { auth: { bearer: 'userToken' } },
  passkeys_add: {
    auth: { bearer: 'userToken' },
    body: { name: 'Laptop', response: '{}' },
    refused: '401',
    asserts: (pm) => pm.test('says why', () => pm.expect(pm.response.json().error.reason).to.equal('wrong_passkey')),
  },
  passkeys_remove: {
    auth: { bearer: 'userToken' },
    path: { id: 'none' },
    refused: '404',
    asserts: (pm) =>
      pm.test('says why', () => pm.expect(pm.response.json().error.reason).to.equal('passkey_not_found')),
  },
  auth_confirmOptions: { auth: { bearer: 'userToken' } },
  auth_passkeyOptions: { body: {} },
  auth_passkey: {
    body: { response: '{}' },
    refused: '401',
    asserts: (pm) => pm.test('says why', () => pm.expect(pm.response.json().error.reason).to.equal('wrong_passkey')),
  },
  auth_secondFactor: {
    body: { token: 'a sign-in that does not exist', code: '123456' },
    refused: '401',
    asserts: (pm) => pm.test('says why', () => pm.expect(pm.response.json().error.reason).to.equal('sign_in_expired')),
  },
  sessions_list: { auth: { bearer: 'userToken' } },
  sessions_end: {
    before: async ({ call, keep, value }) => {
      const login = { email: value('userEmail'), password: value('newPassword') };
      const { token } = await call('POST', '/api/v1/auth/login', login);
      keep('otherToken', token);
      const { data } = await call('GET', '/api/v1/sessions', undefined, { session: 'otherToken' });
      keep('otherSessionId', data[0].id);
    },
    auth: { bearer: 'userToken' },
    path: { id: '{{otherSessionId}}' },
  },
  sessions_endOthers: { auth: { bearer: 'userToken' } },
  passwordResets_request: { body: { email: '{{userEmail}}' } },
  // The link goes to the mailbox, so the run has none.
  passwordResets_confirm: {
    body: { token: 'a link that does not exist', new_password: '{{newPassword}}' },
    refused: '400',
    asserts: (pm) => pm.test('says why', () => pm.expect(pm.response.json().error.reason).to.equal('reset_invalid')),
  },
  auth_logout: {
    before: async ({ call, keep, value }) => {
      const login = { email: value('userEmail'), password: value('newPassword') };
      keep('endingToken', (await call('POST', '/api/v1/auth/login', login)).token);
    },
    auth: { bearer: 'endingToken' },
  },

  merchants_create: { auth: { bearer: 'userToken' }, keeps: { merchantId: 'id' } },
  merchant_get: OWN_MERCHANT,
  merchant_update: OWN_MERCHANT,
  returnSecret_get: OWN_MERCHANT,
  returnSecret_rotate: OWN_MERCHANT,

  apiKeys_create: { ...OWN_MERCHANT, keeps: { keyId: 'id' } },
  apiKeys_list: OWN_MERCHANT,
  apiKeys_roll: { ...OWN_MERCHANT, path: { id: '{{keyId}}' }, keeps: { keyId: 'id' } },
  apiKeys_revoke: { ...OWN_MERCHANT, path: { id: '{{keyId}}' } },
};
