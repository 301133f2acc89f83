import { readFileSync } from 'node:fs';

/** One wish of a client, and what it knows about it in the end. */
export interface Operation {
  kind: 'order' | 'close' | 'payment' | 'capture' | 'cancel' | 'action' | 'refund';
  merchant: number;
  key: string;
  /** Of the order: unique per operation, by which a row without an answer is found. */
  receipt?: string;
  orderId?: string;
  paymentId?: string;
  amount?: number;
  /** unknown: no answer that says whether it was done, however often it was asked. */
  outcome: 'ok' | 'failed' | 'unknown';
  /** Of the answer; 0 when there was none. */
  status: number;
  /** Of the object made. */
  id?: string;
  code?: string;
  /** Ids that different answers to the same key named: more than one is a duplicate. */
  seen: string[];
  tries: number;
  /** Milliseconds since 1970 at which the last answer came. */
  at: number;
}

/** A history is written line by line, so that a client that dies loses nothing of it. */
export function readHistory(files: readonly string[]): Operation[] {
  return files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Operation),
  );
}
