/** The values of each kind of mail: plain text, formatted by the writer. */
export interface MailValues {
  /** To the person invited. The link is the invite. */
  invite: { merchant: string; inviter: string; role: string; until: string };
  /** To the user. The link sets a new password. */
  password_reset: { minutes: string };
  /** To the user, after a login from a device that had not signed in before. */
  new_sign_in: { at: string; address: string; device: string };
  /** To the user. */
  factor_changed: {
    change: 'totp_added' | 'totp_removed' | 'passkey_added' | 'passkey_removed' | 'recovery_codes_renewed' | 'reset';
    at: string;
  };
  /** To the payer. The link is the receipt. */
  receipt: { merchant: string; amount: string; number: string; support: string };
  /** To the merchant. */
  endpoint_disabled: { merchant: string; url: string; reason: 'gone' | 'failing' };
  /** To the merchant. */
  api_key_expiring: { merchant: string; key: string; until: string };
  /** To the merchant: one line per payment. */
  authorizations_expiring: { merchant: string; count: string; payments: string[]; more: string };
}
export type MailKind = keyof MailValues;
export const MAIL_KINDS = [
  'invite',
  'password_reset',
  'new_sign_in',
  'factor_changed',
  'receipt',
  'endpoint_disabled',
  'authorizations_expiring',
  'api_key_expiring',
] as const satisfies readonly MailKind[];

export interface Template {
  subject: string;
  paragraphs: readonly string[];
  /** Label of the link, if the mail has one. */
  link?: string;
}
export type Templates = { readonly [Kind in MailKind]: (values: MailValues[Kind]) => Template };
