import type { Mode, Permission } from './permissions.js';

export interface CallingMerchant {
  readonly id: string;
  readonly mode: Mode;
  readonly name: string;
}

/** Who did it, as events and the audit log name them: `api_key:…`, `user:…`, `shopper`, `system`. */
export interface Origin {
  readonly actor: string;
  readonly requestId: string | null;
  /** W3C traceparent of the request, so that one trace spans request, queue and delivery. */
  readonly traceParent: string | null;
}

/** Who calls: established once by the guard, passed down by hand. */
export interface Caller extends Origin {
  readonly merchant: CallingMerchant;
  readonly permissions: ReadonlySet<Permission>;
}

export const SYSTEM: Origin = { actor: 'system', requestId: null, traceParent: null };
