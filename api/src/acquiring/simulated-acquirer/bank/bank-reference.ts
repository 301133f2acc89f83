import { createHash } from 'node:crypto';

/** The bank's own reference. It is derived from the caller's, so that concurrent calls write the same value. */
export function bankReference(kind: 'charge' | 'refund', account: string, reference: string): string {
  return `sim_${createHash('sha256').update(`${kind}:${account}:${reference}`).digest('hex').slice(0, 24)}`;
}
