import { readFileSync } from 'node:fs';

/** One operation of a client, with the result as far as the client knows it. */
export interface Operation {
  kind: 'order' | 'close' | 'payment' | 'capture' | 'cancel' | 'action' | 'refund';
  merchant: number;
  key: string;
  /** Of the order: unique per operation, so that a row without a response can be found. */
  receipt?: string;
  orderId?: string;
  paymentId?: string;
  amount?: number;
  /** unknown: no response showed the result, however often the request was repeated. */
  outcome: 'ok' | 'failed' | 'unknown';
  /** Status of the response; 0 if there was none. */
  status: number;
  /** Id of the created object. */
  id?: string;
  code?: string;
  /** Ids in different responses to the same key: more than one is a duplicate. */
  seen: string[];
  tries: number;
  /** Milliseconds since 1970 at which the last response arrived. */
  at: number;
}

/** A history is written line by line, so that a killed client loses nothing of it. */
export function readHistory(files: readonly string[]): Operation[] {
  return files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Operation),
  );
}
