import { hash, timingSafeEqual } from 'node:crypto';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Logger } from '@nestjs/common';
import { BoundedMap } from '../../platform/bounded-map.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/sql.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { AddressRanges } from '../../platform/http/address-ranges.js';
import type { Caller } from '../access/caller.js';
import { type Permission, permissionsOfKey } from '../access/permissions.js';
import type { ApiKey } from './api-key.entity.js';
import { usesCompatibleApis } from '../merchants/merchants.sql.js';
import { currentScopes } from './api-keys.sql.js';

export interface KnownKey {
  readonly id: string;
  readonly merchant: Caller['merchant'];
  readonly permissions: ReadonlySet<Permission>;
  readonly secretHash: Buffer;
  /** The addresses from which it works; null: all. */
  readonly addresses: AddressRanges | null;
}

/** A revoked key stops working within this time. */
const CACHE_MS = 5_000;
/** Unknown ids have a cache of their own, so that guessed ids do not evict known keys. */
const MAX_KNOWN_KEYS = 10_000;
const MAX_UNKNOWN_IDS = 1_000;
const LAST_USED_INTERVAL_MS = 10_000;
const NO_KEY_HASH = Buffer.alloc(32);

const FIND = statement(
  'api_key_find',
  `SELECT k.id, ${currentScopes('k.scopes')}, k.secret_hash, k.allowed_ips, m.id AS merchant_id, m.mode, m.name,
    m.activated_at IS NOT NULL AS active, ${usesCompatibleApis('m')} AS "compatibleApis"
   FROM api_keys k JOIN merchants m ON m.id = k.merchant_id
   WHERE k.id = $1 AND (k.expires_at IS NULL OR k.expires_at > now())`,
);
/** A secret is 256 random bits, so its plain hash finds the key. Not unique: operators choose that of the demo key. */
const FIND_BY_HASH = statement(
  'api_keys_find_by_hash',
  `SELECT k.id FROM api_keys k WHERE k.secret_hash = $1 AND (k.expires_at IS NULL OR k.expires_at > now()) LIMIT 2`,
);
const TOUCH = statement(
  'api_keys_touch',
  `UPDATE api_keys k SET last_used_at = now(), last_used_address = u.address
   FROM unnest($1::text[], $2::text[]) AS u(id, address) WHERE k.id = u.id`,
);

interface CachedKey {
  readonly key: Promise<KnownKey | null>;
  readonly until: number;
}
type Row = Pick<ApiKey, 'id' | 'scopes'> &
  Omit<Caller['merchant'], 'id'> & { secret_hash: Buffer; allowed_ips: string[] | null; merchant_id: string };

/** Finds keys by id and compares their secret in constant time. The time of last use is written in batches. */
@Injectable()
export class ApiKeysService implements OnApplicationShutdown {
  private readonly logger = new Logger(ApiKeysService.name);
  private readonly known = new BoundedMap<CachedKey>(MAX_KNOWN_KEYS);
  private readonly unknown = new BoundedMap<CachedKey>(MAX_UNKNOWN_IDS);
  /** The ids of keys by the hash of their secret. The secret is compared again with that of the key. */
  private readonly idsByHash = new BoundedMap<{ readonly id: string; readonly until: number }>(MAX_KNOWN_KEYS);
  /** The last address of each key that was used since the last write. */
  private readonly used = new Map<string, string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The key if id and secret match, otherwise null; both take the same time. */
  async verify(id: string, secret: string): Promise<KnownKey | null> {
    const key = await this.find(id);
    const given = hash('sha256', secret, 'buffer');
    const matches = timingSafeEqual(given, key?.secretHash ?? NO_KEY_HASH);
    return key && matches ? key : null;
  }

  /** The key of a secret that is given without its id; null if there is none, or more than one. */
  async verifySecret(secret: string): Promise<KnownKey | null> {
    const id = await this.idOf(hash('sha256', secret, 'base64'));
    return id === null ? null : this.verify(id, secret);
  }

  private async idOf(secretHash: string): Promise<string | null> {
    const now = this.clock.now().getTime();
    const cached = this.idsByHash.get(secretHash);
    if (cached && cached.until > now) return cached.id;
    const found = await this.database.query<{ id: string }>(FIND_BY_HASH, [Buffer.from(secretHash, 'base64')]);
    const [only] = found.length === 1 ? found : [];
    if (only) this.idsByHash.set(secretHash, { id: only.id, until: now + CACHE_MS });
    return only?.id ?? null;
  }

  private find(id: string): Promise<KnownKey | null> {
    const now = this.clock.now().getTime();
    const found = this.known.get(id) ?? this.unknown.get(id);
    if (found && found.until > now) return found.key;
    const key = this.load(id);
    const fresh = { key, until: now + CACHE_MS };
    // While the query runs, an id stays in the cache it was in; a new id counts as unknown.
    (this.known.get(id) ? this.known : this.unknown).set(id, fresh);
    const place = (row: KnownKey | null) => {
      this.forget(id);
      (row ? this.known : this.unknown).set(id, fresh);
    };
    key.then(place, () => this.forget(id));
    return key;
  }

  private forget(id: string): void {
    this.known.delete(id);
    this.unknown.delete(id);
  }

  private async load(id: string): Promise<KnownKey | null> {
    const [row] = await this.database.query<Row>(FIND, [id]);
    if (!row) return null;
    const { merchant_id: merchantId, mode, name, active, compatibleApis } = row;
    return {
      id: row.id,
      merchant: { id: merchantId, mode, name, active, compatibleApis },
      permissions: permissionsOfKey(row.scopes),
      secretHash: row.secret_hash,
      addresses: row.allowed_ips && new AddressRanges(row.allowed_ips),
    };
  }

  /** Refuses an address from which the key does not work, and records the use. */
  admit({ id, addresses }: KnownKey, address: string): void {
    if (addresses && !addresses.has(address)) {
      const description = `This API key does not work from ${address}: its allowed_ips name other addresses`;
      throw new ApiError('address_not_allowed', description);
    }
    this.used.set(id, address);
    this.timer ??= setTimeout(() => void this.writeLastUsed(), LAST_USED_INTERVAL_MS).unref();
  }

  private async writeLastUsed(): Promise<void> {
    this.timer = undefined;
    const [ids, addresses] = [[...this.used.keys()], [...this.used.values()]];
    this.used.clear();
    await this.database
      .query(TOUCH, [ids, addresses])
      .catch((error: Error) => this.logger.warn(`could not write the keys' time of last use: ${error.message}`));
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    if (this.used.size > 0) await this.writeLastUsed();
  }
}
