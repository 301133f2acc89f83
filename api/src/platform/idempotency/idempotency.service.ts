import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.module.js';
import { Database, type Tx } from '../database/database.js';
import { ApiError } from '../errors/api-error.js';
import { StoredResponse } from '../http/stored-response.js';
import { type SealedPlace, SecretBox } from '../secrets/secret-box.js';
import { storedKey } from '../secrets/stored-key.js';
import { BEGIN, DELETE_EXPIRED, FIND, FORGET, FREE, INSERT, KEEP, STORE } from './idempotency.queries.js';
import { BEGUN } from './idempotency.sql.js';
import { type KeyClaim, claimValues, type GivenKey } from './key-claim.js';
import { replayable, type SecretResponse } from './secret-response.js';

/** Purpose of the fingerprint key derived from ENCRYPTION_KEY. */
const FINGERPRINT = 'idempotency';
/** Where the response of a key is sealed, if it holds a secret. */
export const responsePlace = ({
  merchantId,
  scope,
  key,
}: Pick<KeyClaim, 'merchantId' | 'scope' | 'key'>): SealedPlace => ({
  table: 'idempotency_keys',
  row: [merchantId, scope, key],
  purpose: 'answer',
  former: 'idempotency',
});

/** The refusal of a create whose key another request has claimed, and that has no response yet. */
export const keyInFlight = () =>
  new ApiError('idempotency_key_in_flight', 'The same idempotency key is still in flight', { retryAfterSeconds: 1 });

/** A key's stored response, or the mark of the same request that has begun and has no response yet. */
export interface KeyState<T> {
  response: StoredResponse<T> | null;
  mark: string | null;
  /** The actor whose request created a response that holds a secret. */
  madeBy?: string | null;
}
const FREE_KEY = { response: null, mark: null };

interface Stored {
  request_hash: string;
  status: number;
  body: string;
  body_encrypted: boolean;
  made_by: string | null;
  expired: boolean;
}

/** Stores idempotency keys: a key commits in the same transaction as the change that it protects. */
@Injectable()
export class IdempotencyService {
  constructor(
    private readonly database: Database,
    private readonly secrets: SecretBox,
    private readonly config: Config,
  ) {}

  /** The form in which a key is stored and logged. */
  storedKey(key: string): string {
    return storedKey(key, this.secrets);
  }

  fingerprint(request: string): string {
    return this.secrets.fingerprint(FINGERPRINT, request);
  }

  /** The key with its owner; null stays null. */
  keyFor(given: GivenKey | null, merchantId: string, scope = ''): KeyClaim | null {
    return given && { merchantId, scope, ttlSeconds: Math.ceil(this.config.IDEMPOTENCY_TTL / 1000), ...given };
  }

  /**
   * For one-statement creates: `attempt` writes everything and returns the response, or undefined if it wrote nothing. Only
   * then the key is read, and if it has no response, `refusal` finds the reason.
   */
  async firstOrReplay<T>(
    claim: KeyClaim | null,
    attempt: () => Promise<StoredResponse<T> | undefined>,
    refusal: () => Promise<ApiError>,
  ): Promise<StoredResponse<T>> {
    for (let tries = 0; tries < 2; tries++) {
      const response = await attempt();
      if (response) return response;
      const stored = claim && (await this.replay<T>(claim));
      if (stored) return stored;
      if (!claim) break;
    }
    throw await refusal();
  }

  /**
   * For all other writes: `work` runs in one transaction with the key. Check permissions before the call, since a replay
   * does not run `work`. `secret`: the stored response is encrypted, and a replay shows it to its creator only.
   */
  async once<T>(
    claim: KeyClaim | null,
    status: number,
    work: (tx: Tx) => Promise<{ id: string; body: string }>,
    { secret }: { secret?: SecretResponse<T> } = {},
  ): Promise<StoredResponse<T>> {
    if (!claim) return new StoredResponse<T>((await this.database.transaction(work)).body);
    const { merchantId, scope, key, requestHash, ttlSeconds } = claim;
    for (;;) {
      const body = await this.database.transaction(async (tx) => {
        const claimed = await tx.query(INSERT, [merchantId, scope, key, requestHash, ttlSeconds]);
        if (claimed.length === 0) return null;
        const done = await work(tx);
        const stored = secret ? this.secrets.seal(done.body, responsePlace(claim)) : done.body;
        const madeBy = secret?.actor ?? null;
        await tx.query(STORE, [merchantId, scope, key, done.id, status, stored, madeBy !== null, madeBy]);
        return done.body;
      });
      if (body !== null) return new StoredResponse<T>(body);
      const { response, madeBy = null } = await this.find<T>(claim);
      if (!response) continue;
      const shown = secret ? new StoredResponse<T>(replayable(response.body, madeBy, secret), true) : response;
      claim.onReplay?.();
      return shown;
    }
  }

  /**
   * The stored response of a key; null if the key is free. Frees an expired key.
   * @throws ApiError if the key was used with another request
   */
  async replay<T>(claim: KeyClaim): Promise<StoredResponse<T> | null> {
    return (await this.lookUp<T>(claim)).response;
  }

  /** As {@link replay}; also returns the mark of the same request if it has begun and has no response yet. */
  async lookUp<T>(claim: KeyClaim): Promise<KeyState<T>> {
    const state = await this.find<T>(claim);
    if (state.response) claim.onReplay?.();
    return state;
  }

  private async find<T>(claim: KeyClaim): Promise<KeyState<T>> {
    const { merchantId, scope, key, request } = claim;
    const [stored] = await this.database.query<Stored>(FIND, [merchantId, scope, key]);
    if (stored?.expired) await this.database.query(DELETE_EXPIRED, [merchantId, scope, key]);
    if (!stored || stored.expired) return FREE_KEY;
    if (!this.secrets.matchesFingerprint(FINGERPRINT, request, stored.request_hash)) {
      throw new ApiError(
        'idempotency_key_reused',
        'This idempotency key was used with another request: take a new key',
        {
          field: 'Idempotency-Key',
        },
      );
    }
    if (stored.status === BEGUN) return { ...FREE_KEY, mark: stored.body };
    const body = stored.body_encrypted ? this.secrets.open(stored.body, responsePlace(claim)) : stored.body;
    return { response: new StoredResponse<T>(body, true), mark: null, madeBy: stored.made_by };
  }

  /** Claims the key within the transaction; false if another request has it, or if it has a response already. */
  async begin(tx: Tx, claim: KeyClaim, resourceId: string): Promise<boolean> {
    return (await tx.query(BEGIN, [claim.merchantId, resourceId, ...claimValues(claim)])).length > 0;
  }

  /** Stores the response of a finished request. If a concurrent duplicate has stored one, returns that. */
  async keep<T>(claim: KeyClaim | null, id: string, body: string): Promise<StoredResponse<T>> {
    if (!claim) return new StoredResponse<T>(body);
    const kept = await this.database.query(KEEP, [claim.merchantId, id, ...claimValues(claim), body]);
    return (kept.length === 0 && (await this.replay<T>(claim))) || new StoredResponse<T>(body);
  }

  /** Deletes the key of a request that has begun and came to nothing. */
  async free({ merchantId, scope, key }: KeyClaim): Promise<void> {
    await this.database.query(FREE, [merchantId, scope, key]);
  }

  /** Deletes up to `limit` expired keys; returns how many. An expired key counts as free before it is deleted. */
  async forget(tx: Tx, limit: number): Promise<number> {
    return (await tx.query(FORGET, [limit])).length;
  }
}
