import type { ValidationOptions } from 'class-validator';
import { isCurrency } from '../../platform/currency.js';
import type { ErrorReason } from '../../platform/errors/error-reasons.js';
import { rule } from '../../platform/validation/validators.js';

const MAX_CREDENTIALS = 10;
const MAX_NAME_LENGTH = 64;
const MAX_CREDENTIAL_LENGTH = 4_096;
const MIN_WEBHOOK_SECRET_LENGTH = 8;
const MAX_WEBHOOK_SECRET_LENGTH = 255;
const VISIBLE = /^[\x21-\x7e]+$/;

/** The faults never quote a value: they are logged and returned. */
export function credentialsFault(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return 'must be an object of names and texts';
  const pairs = Object.entries(value);
  if (pairs.length === 0 || pairs.length > MAX_CREDENTIALS) return `must have 1 to ${MAX_CREDENTIALS} entries`;
  if (pairs.some(([name]) => name.length > MAX_NAME_LENGTH))
    return `must have names of at most ${MAX_NAME_LENGTH} characters`;
  const isFine = (text: unknown) =>
    typeof text === 'string' && text.length <= MAX_CREDENTIAL_LENGTH && VISIBLE.test(text);
  if (!pairs.every(([, text]) => isFine(text)))
    return `must have texts of visible ASCII characters without blanks, at most ${MAX_CREDENTIAL_LENGTH} long`;
  return null;
}

export function webhookSecretFault(value: unknown): string | null {
  const isFine =
    typeof value === 'string' &&
    value.length >= MIN_WEBHOOK_SECRET_LENGTH &&
    value.length <= MAX_WEBHOOK_SECRET_LENGTH &&
    VISIBLE.test(value);
  if (isFine) return null;
  return `must be ${MIN_WEBHOOK_SECRET_LENGTH} to ${MAX_WEBHOOK_SECRET_LENGTH} visible ASCII characters without blanks`;
}

export function currenciesFault(value: unknown): string | null {
  if (Array.isArray(value) && value.length > 0 && value.every(isCurrency)) return null;
  return 'must name at least one active currency in capitals, such as INR; null stands for all';
}

export const IsCurrencies = (): PropertyDecorator =>
  rule('isCurrencies', { context: { reason: 'currency_not_supported' satisfies ErrorReason } }, (value) =>
    withProperty(currenciesFault(value)),
  );

export const IsCredentials = (options?: ValidationOptions): PropertyDecorator =>
  rule('isCredentials', options, (value) => withProperty(credentialsFault(value)));

export const IsWebhookSecret = (options?: ValidationOptions): PropertyDecorator =>
  rule('isWebhookSecret', options, (value) => withProperty(webhookSecretFault(value)));

const withProperty = (fault: string | null) => fault && `$property ${fault}`;
