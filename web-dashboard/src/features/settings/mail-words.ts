import type { Tone } from '../../lib/states';
import type { Mail } from '../../lib/types';

export const MAIL_KINDS: Readonly<Record<Mail['kind'], string>> = {
  invite: 'Invite',
  password_reset: 'New password',
  new_sign_in: 'New sign-in',
  api_key_expiring: 'API key about to expire',
  factor_changed: 'Second factor changed',
  receipt: 'Receipt',
  endpoint_disabled: 'Endpoint disabled',
  authorizations_expiring: 'Authorisations about to end',
};

export const MAIL_STATES: Readonly<Record<Mail['status'], { words: string; tone: Tone }>> = {
  pending: { words: 'Waiting', tone: 'wait' },
  sent: { words: 'Sent', tone: 'good' },
  failed: { words: 'Failed', tone: 'bad' },
  kept: { words: 'Kept here', tone: 'info' },
};
