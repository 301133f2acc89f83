import type { Templates } from './mail-kinds.js';

const FACTOR_CHANGES = {
  totp_added: 'An authenticator app was added to your account. Each sign-in takes a code of it from now on.',
  totp_removed: 'The authenticator app was removed from your account.',
  passkey_added: 'A passkey was added to your account. It can sign in.',
  passkey_removed: 'A passkey was removed from your account.',
  recovery_codes_renewed: 'Your account has new recovery codes. The old ones are no longer valid.',
  reset: 'The second factor of your account was removed for you, and all your sessions have ended.',
} as const;

export const ENGLISH: Templates = {
  invite: ({ merchant, inviter, role, until }) => ({
    subject: `Invitation to ${merchant}`,
    paragraphs: [
      `${inviter} invites you to work with ${merchant} as ${role}.`,
      `The link works once, until ${until}. If you do not know ${merchant}, ignore this mail.`,
    ],
    link: 'Accept the invitation',
  }),
  password_reset: ({ minutes }) => ({
    subject: 'Set a new password',
    paragraphs: [
      'A new password was requested for your account.',
      `The link works once, for ${minutes} minutes. A new password ends all your sessions.`,
      'If you did not request it, ignore this mail: your password stays as it is.',
    ],
    link: 'Set a new password',
  }),
  new_sign_in: ({ at, address, device }) => ({
    subject: 'New sign-in to your account',
    paragraphs: [
      'Your account was used on a device that had not signed in before.',
      `Time: ${at}. Address: ${address}. Device: ${device}.`,
      'If it was not you, change your password now: this ends all other sessions.',
    ],
    link: 'See your sessions',
  }),
  factor_changed: ({ change, at }) => ({
    subject: 'The second factor of your account was changed',
    paragraphs: [
      FACTOR_CHANGES[change],
      `Time: ${at}.`,
      'If it was not you, change your password now and tell an owner of your team.',
    ],
    link: 'Open your account',
  }),
  receipt: ({ merchant, amount, number, support }) => ({
    subject: `Receipt of ${merchant} for ${amount}`,
    paragraphs: [
      `${merchant} has received ${amount}. Receipt number: ${number}.`,
      ...(support === '' ? [] : [`Questions? ${support}`]),
    ],
    link: 'Open the receipt',
  }),
  endpoint_disabled: ({ merchant, url, reason }) => ({
    subject: `A webhook endpoint of ${merchant} was disabled`,
    paragraphs: [
      `The webhook endpoint ${url} was disabled.`,
      reason === 'gone' ? 'Its server answered with 410 Gone.' : 'All deliveries to it have failed for days.',
      'Pending deliveries to it have failed. When the server works again, enable the endpoint and replay what it missed.',
    ],
    link: 'Open the endpoint',
  }),
  api_key_expiring: ({ merchant, key, until }) => ({
    subject: `An API key of ${merchant} is about to expire`,
    paragraphs: [
      `The API key ${key} expires on ${until}. Servers that use it are refused from then on.`,
      'Roll the key, and install the new one before that time.',
    ],
    link: 'Open the API keys',
  }),
  authorizations_expiring: ({ merchant, count, payments, more }) => ({
    subject: `${count} authorised payments of ${merchant} are about to expire`,
    paragraphs: [
      'These payments are authorised and not captured. Money that is not captured in time goes back to the payer.',
      ...payments,
      ...(more === '' ? [] : [`And ${more} more.`]),
    ],
    link: 'Open the payments',
  }),
};
