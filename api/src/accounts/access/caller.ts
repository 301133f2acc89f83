import type { Mode, Permission, Role } from './permissions.js';

export interface CallingMerchant {
  readonly id: string;
  readonly mode: Mode;
  readonly name: string;
}

/** The author of a change, as events and the audit log name it: `api_key:…`, `user:…`, `shopper`, `system`. */
export interface Actor {
  readonly actor: string;
  readonly requestId: string | null;
  /** W3C traceparent of the request, so that one trace covers request, queue and delivery. */
  readonly traceParent: string | null;
}

/** A signed-in user. */
export interface SignedInUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly sessionId: string;
  /** Runs this installation and may create active live merchants. */
  readonly operator: boolean;
  /** Has a second factor that works. */
  readonly hasFactor: boolean;
  /** Signed in, or proved a factor again, within the last ten minutes of the database's clock. */
  readonly isFresh: boolean;
}

/** The authenticated caller: resolved once by the guard, passed down as an argument. */
export interface Caller extends Actor {
  readonly merchant: CallingMerchant & {
    /** A live merchant is inactive until an operator activates it. */
    readonly active: boolean;
    /** Whether it may be called in the forms of Razorpay's and Stripe's APIs. */
    readonly compatibleApis: boolean;
  };
  readonly permissions: ReadonlySet<Permission>;
  /** The user and their role with the merchant; null for an API key. */
  readonly user: (SignedInUser & { readonly role: Role }) | null;
}

export const SYSTEM: Actor = { actor: 'system', requestId: null, traceParent: null };
