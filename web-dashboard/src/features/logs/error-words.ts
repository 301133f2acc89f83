import type { RequestEntry } from '../../lib/types';

/** Where the currency of an amount stands in the request itself, INR if it is absent. */
const PATHS_WITH_CURRENCY = ['/api/v1/orders', '/api/v1/payment-links'];

const objectIn = (body: string | null): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(body ?? '');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {}; // the log shortens long bodies
  }
};

/** The reason of a refusal, which names its explanation in the reference. */
export function reasonOf({ responseBody }: Pick<RequestEntry, 'responseBody'>): string | undefined {
  const { error } = objectIn(responseBody);
  const reason = typeof error === 'object' && error !== null && 'reason' in error ? error.reason : undefined;
  return typeof reason === 'string' ? reason : undefined;
}

/**
 * The description of an error as a sentence. Limits of an amount get its currency if the request names it: `amount must
 * be at least 100` becomes `Amount must be at least ₹1.00 (100 paise)`.
 */
export function errorWords(
  entry: Pick<RequestEntry, 'path' | 'errorDescription' | 'requestBody' | 'responseBody'>,
  amountOf: (minor: number, currency: string) => string,
): string | null {
  const { path, errorDescription, requestBody } = entry;
  if (!errorDescription) return null;
  const sentence = errorDescription.charAt(0).toUpperCase() + errorDescription.slice(1);
  const isLimit = /^amount_too_(small|large)$/.test(reasonOf(entry) ?? '');
  if (!isLimit || !PATHS_WITH_CURRENCY.includes(path)) return sentence;
  const { currency = 'INR' } = objectIn(requestBody);
  if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency)) return sentence;
  const unit = currency === 'INR' ? 'paise' : 'in the smallest unit';
  return sentence.replace(/\b\d+\b/g, (minor) => `${amountOf(Number(minor), currency)} (${minor} ${unit})`);
}
