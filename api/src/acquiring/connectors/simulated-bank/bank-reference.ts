import { createHash } from 'node:crypto';

/** The bank's own reference. It follows from ours, so that whoever comes first writes the same. */
export function bankReference(kind: 'charge' | 'refund', reference: string): string {
  return `sim_${createHash('sha256').update(`${kind}:${reference}`).digest('hex').slice(0, 24)}`;
}
