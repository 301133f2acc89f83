/** The attributes and the hint of a field for a new password; the API enforces the rule. */
export const NEW_PASSWORD = {
  type: 'password',
  autoComplete: 'new-password',
  minLength: 12,
  maxLength: 256,
  required: true,
} as const;
export const NEW_PASSWORD_HINT = 'At least 12 characters. Common passwords, your name and your email are refused.';
