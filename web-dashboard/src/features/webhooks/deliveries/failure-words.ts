import { wordsOf } from '../../../lib/format';

/** Why an attempt failed: the status of the response, or what prevented one. */
export function failureWords({ responseCode, error }: { responseCode: number | null; error: string | null }): string {
  if (responseCode !== null) return `Responded ${responseCode}`;
  return error === null ? '–' : wordsOf(error);
}
