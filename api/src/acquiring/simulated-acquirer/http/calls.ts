import type { SimulatedBank } from '../bank/simulated-bank.js';
import type { Operation } from '../faults/fault.js';
import type { ApiKey } from '../keys/api-keys.js';
import type { Outcome } from './reply.js';

/** What a handler of the API gets: the authenticated key, its bank, the id in the path and the parsed body. */
export interface Call {
  key: ApiKey;
  bank: SimulatedBank;
  /** '' if the path has none. */
  id: string;
  body: unknown;
  /** The host under which the caller reaches the acquirer. */
  host: string | undefined;
}

/** One operation of the API. */
export interface Route {
  operation: Operation;
  method: 'GET' | 'POST';
  /** Its first group is the id. */
  path: RegExp;
  /** An `Idempotency-Key` is accepted. */
  isRepeatable?: true;
  handle(call: Call): Promise<Outcome>;
}
