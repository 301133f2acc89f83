import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AcquirerDatabase } from '../acquirer-database.js';
import type { Switches } from '../bank/switches.js';
import { Refusal } from '../http/reply.js';
import { derivedSecret } from '../notifications/signature.js';
import { type KeySettings, switchesOf } from './key-settings.js';
import { CREATE_KEY, FIND_ACCOUNT, FIND_KEY, SET_KEY } from './keys.queries.js';

/** The account of SIMULATED_ACQUIRER_KEY, and of charges made before there were keys. */
export const DEFAULT_ACCOUNT = 'default';

export interface ApiKey {
  account: string;
  switches: Switches;
  idempotencyWindowMs: number;
  /** Where changes are announced, unless a charge names another address. */
  notificationUrl: string | undefined;
  notificationSecret: string;
}

interface KeyRow {
  account: string;
  settings: KeySettings;
  notification_url: string | null;
  notification_secret: string;
}

interface NewKey {
  account?: string | undefined;
  settings?: KeySettings | undefined;
  notification_url?: string | undefined;
}

/** How long a key is used without reading its row again. */
const CACHE_MS = 5_000;
/** A caller that tries keys must not fill the memory: only keys that exist are cached. */
const MAX_CACHED = 1_000;

const digest = (text: string) => createHash('sha256').update(text).digest();
const secret = (prefix: string) => `${prefix}_${randomBytes(24).toString('base64url')}`;

/** The bearer keys. Each has an account of its own, with its own settings. */
export class ApiKeys {
  private readonly cache = new Map<string, { key: ApiKey; readAt: number }>();

  constructor(
    private readonly database: AcquirerDatabase,
    private readonly defaults: Switches,
    private readonly idempotencyWindowMs: number,
    private readonly adminKey: string | undefined,
  ) {}

  /** The key of an `Authorization` header. */
  async authenticate(header: string | undefined): Promise<ApiKey> {
    const hash = digest(bearerOf(header)).toString('hex');
    const cached = this.cache.get(hash);
    if (cached && performance.now() - cached.readAt < CACHE_MS) return cached.key;
    const [row] = await this.database.run<KeyRow>(FIND_KEY, [hash]);
    if (!row) throw new Refusal(401, 'unknown_key', 'The API key is not known');
    const key = this.keyOf(row);
    if (this.cache.size >= MAX_CACHED) this.cache.clear();
    this.cache.set(hash, { key, readAt: performance.now() });
    return key;
  }

  /** Refuses a header without the admin key. Without a configured admin key it refuses every header. */
  requireAdmin(header: string | undefined): void {
    const given = digest(bearerOf(header));
    if (this.adminKey !== undefined && timingSafeEqual(given, digest(this.adminKey))) return;
    throw new Refusal(403, 'admin_only', 'This needs the key of ACQUIRER_ADMIN_KEY');
  }

  async create({ account = `acct_${randomBytes(8).toString('hex')}`, settings = {}, notification_url: url }: NewKey) {
    const [key, notificationSecret] = [secret('acq_test'), secret('nsec')];
    const values = [digest(key).toString('hex'), account, JSON.stringify(settings), url ?? null, notificationSecret];
    const created = await this.database.run(CREATE_KEY, values);
    if (created.length === 0) throw new Refusal(409, 'account_exists', `The account ${account} has a key`);
    return { account, key, notification_secret: notificationSecret };
  }

  /**
   * Makes this the key of the default account. Its notification secret follows from it, so that a gateway with the key
   * needs no other setting to verify notifications.
   */
  async setDefault(key: string): Promise<void> {
    await this.database.run(SET_KEY, [digest(key).toString('hex'), DEFAULT_ACCOUNT, derivedSecret(key)]);
  }

  async ofAccount(account: string): Promise<ApiKey> {
    const [row] = await this.database.run<KeyRow>(FIND_ACCOUNT, [account]);
    if (!row) throw new Refusal(404, 'unknown_account', `There is no account ${account}`);
    return this.keyOf(row);
  }

  private keyOf({ account, settings, notification_url: url, notification_secret: notificationSecret }: KeyRow): ApiKey {
    return {
      account,
      switches: switchesOf(settings, this.defaults),
      idempotencyWindowMs: settings.idempotency_window_ms ?? this.idempotencyWindowMs,
      notificationUrl: url ?? undefined,
      notificationSecret,
    };
  }
}

function bearerOf(header: string | undefined): string {
  const [, key] = /^Bearer (\S{1,200})$/.exec(header ?? '') ?? [];
  if (key === undefined) throw new Refusal(401, 'no_key', 'Send the API key as `Authorization: Bearer …`');
  return key;
}
