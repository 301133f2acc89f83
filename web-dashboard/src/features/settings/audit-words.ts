import { wordsOf } from '../../lib/format';

/** What a person did to their own account. */
const OF_ACCOUNTS: Readonly<Record<string, string>> = {
  'auth.login': 'Signed in',
  'auth.logout': 'Signed out',
  'auth.register': 'Registered',
  'auth.join': 'Accepted an invite',
  'auth.confirm': 'Confirmed the sign-in',
  'auth.change_password': 'Changed the password',
  'auth.request_password_reset': 'Asked for a new password',
  'auth.reset_password': 'Set a new password',
};

const NOUNS: Readonly<Record<string, string>> = {
  api_keys: 'API key',
  connector_accounts: 'Connection',
  customers: 'Customer',
  endpoints: 'Webhook endpoint',
  members: 'Member',
  merchant: 'Settings',
  merchants: 'Merchant',
  passkeys: 'Passkey',
  payment_links: 'Payment link',
  return_secret: 'Return secret',
  routing: 'Routing rules',
  second_factor: 'Second factor',
  sessions: 'Session',
  webhook_logs: 'Webhook',
};

const VERBS: Readonly<Record<string, string>> = {
  add: 'added',
  create: 'created',
  delete: 'deleted',
  end: 'ended',
  erase: 'erased',
  invite: 'invited',
  put: 'changed',
  remove: 'removed',
  replay: 'sent again',
  retry: 'sent again',
  revoke: 'revoked',
  roll: 'rolled',
  rotate: 'rotated',
  rotate_secret: 'got a new secret',
  test: 'tested',
  unlock: 'unlocked',
  update: 'changed',
};

/** An audited action for people: `api_keys.create` is `API key created`. One without words of its own is spelled out. */
export function actionWords(action: string): string {
  const [noun = '', verb = ''] = action.split('.');
  return (
    OF_ACCOUNTS[action] ??
    `${NOUNS[noun] ?? wordsOf(noun)}${VERBS[verb] ? ` ${VERBS[verb]}` : `: ${wordsOf(verb).toLowerCase()}`}`
  );
}
