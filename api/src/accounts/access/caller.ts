import type { Mode, Permission, Role } from './permissions.js';

export interface CallingMerchant {
  readonly id: string;
  readonly mode: Mode;
  readonly name: string;
}

/** Who did it, as events and the audit log name them: `api_key:…`, `user:…`, `shopper`, `system`. */
export interface Actor {
  readonly actor: string;
  readonly requestId: string | null;
  /** W3C traceparent of the request, so that one trace spans request, queue and delivery. */
  readonly traceParent: string | null;
}

/** A person who is signed in. */
export interface SignedInUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly sessionId: string;
  /** Runs this installation: may open live merchants. */
  readonly operator: boolean;
}

/** Who calls: established once by the guard, passed down by hand. */
export interface Caller extends Actor {
  /** A live merchant is inactive until an operator activates it. */
  readonly merchant: CallingMerchant & { readonly active: boolean };
  readonly permissions: ReadonlySet<Permission>;
  /** The person and the role they have with the merchant; null for an API key. */
  readonly user: (SignedInUser & { readonly role: Role }) | null;
}

export const SYSTEM: Actor = { actor: 'system', requestId: null, traceParent: null };
