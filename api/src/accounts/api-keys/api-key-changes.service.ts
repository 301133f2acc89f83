import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { StoredResponse } from '../../platform/http/stored-response.js';
import { IdempotencyService } from '../../platform/idempotency/idempotency.service.js';
import type { GivenKey } from '../../platform/idempotency/key-claim.js';
import { withField } from '../../platform/json-text.js';
import { SecretBox } from '../../platform/secrets/secret-box.js';
import type { Caller } from '../access/caller.js';
import { currentScope, KEY_SCOPES, type Permission } from '../access/permissions.js';
import * as sql from './api-key-changes.queries.js';
import { secretPlace } from './api-key-secret.js';
import type { ApiKeyListDto, ApiKeyWithSecretDto, CreateApiKeyDto, DeletedApiKeyDto } from './api-key.dto.js';

const MAX_KEYS = 50;
const MAX_LISTED = 100;
const ID_BYTES = 12;
const SECRET_BYTES = 32;

interface NewKey {
  name: string | null;
  scopes: Permission[] | null;
  allowedIps: string[] | null;
  /** Seconds; null: it does not end by itself. */
  lifetime: number | null;
}

interface ListedKey {
  id: string;
  body: string;
  scopes: Permission[] | null;
  /** Sealed; null for live keys, whose secrets are shown once. */
  secret: string | null;
}

/** Creates, rolls and revokes API keys. A user can only create keys whose permissions they have themselves. */
@Injectable()
export class ApiKeyChangesService {
  constructor(
    private readonly database: Database,
    private readonly idempotency: IdempotencyService,
    private readonly secrets: SecretBox,
  ) {}

  async list({ merchant, permissions }: Caller): Promise<StoredResponse<ApiKeyListDto>> {
    const rows = await this.database.query<ListedKey>(sql.LIST, [merchant.id, MAX_LISTED]);
    const shown = rows.map(({ id, body, secret, scopes }) => {
      // The secret grants all that the key may do, so only callers who may create such a key see it.
      if (secret === null || !permissions.has('keys:write') || !mayCreate(permissions, scopes)) return body;
      return withSecret(body, this.secrets.open(secret, secretPlace(merchant.id, id)));
    });
    return new StoredResponse(`{"data":[${shown.join(',')}]}`);
  }

  create(
    caller: Caller,
    { name, scopes, allowed_ips: allowedIps, expires_in: lifetime }: CreateApiKeyDto,
    key: GivenKey | null,
  ): Promise<StoredResponse<ApiKeyWithSecretDto>> {
    const wanted = {
      ...{ name: name ?? null, scopes: scopesFor(caller, scopes) },
      ...{ allowedIps: allowedIps ? [...new Set(allowedIps)] : null, lifetime: lifetime ?? null },
    };
    return this.once(caller, 201, key, (tx) => this.insert(tx, caller, wanted));
  }

  /**
   * Creates a key with the old one's name, scopes, addresses and lifetime; the old one stays valid for a while. The scopes are checked
   * before the idempotency key, because another user's request may have stored the response.
   */
  async roll(
    caller: Caller,
    oldId: string,
    expireOldInSeconds: number,
    key: GivenKey | null,
  ): Promise<StoredResponse<ApiKeyWithSecretDto>> {
    const [known] = await this.database.query<Pick<NewKey, 'scopes'>>(sql.SCOPES, [caller.merchant.id, oldId]);
    if (!known) return notFound();
    scopesFor(caller, known.scopes ?? KEY_SCOPES);
    return this.once(caller, 201, key, async (tx) => {
      const [old] = await tx.query<NewKey>(sql.FIND, [caller.merchant.id, oldId]);
      const made = await this.insert(tx, caller, old ?? notFound());
      await tx.query(sql.EXPIRE, [caller.merchant.id, oldId, expireOldInSeconds]);
      return made;
    });
  }

  revoke({ merchant }: Caller, id: string, key: GivenKey | null): Promise<StoredResponse<DeletedApiKeyDto>> {
    return this.idempotency.once<DeletedApiKeyDto>(this.idempotency.keyFor(key, merchant.id), 200, async (tx) => {
      const [expired] = await tx.query<{ id: string }>(sql.EXPIRE, [merchant.id, id, 0]);
      return { id, body: JSON.stringify({ id: (expired ?? notFound()).id, deleted: true }) };
    });
  }

  /** A replay shows the secret only to the user who created the key, while they may still create such a key. */
  private once(
    { merchant, actor, permissions }: Caller,
    status: number,
    key: GivenKey | null,
    work: (tx: Tx) => Promise<{ id: string; body: string }>,
  ): Promise<StoredResponse<ApiKeyWithSecretDto>> {
    const mayStillMake = ({ scopes }: ApiKeyWithSecretDto) => mayCreate(permissions, scopes);
    const secret = { actor, field: 'secret', mayStillMake } as const;
    return this.idempotency.once(this.idempotency.keyFor(key, merchant.id), status, work, { secret });
  }

  private async insert(
    tx: Tx,
    { merchant, user }: Caller,
    { name, scopes, allowedIps, lifetime }: NewKey,
  ): Promise<{ id: string; body: string }> {
    const id = `key_${merchant.mode}_${randomBytes(ID_BYTES).toString('hex')}`;
    const secret = `secret_${merchant.mode}_${randomBytes(SECRET_BYTES).toString('base64url')}`;
    const hash = createHash('sha256').update(secret).digest();
    const [locked] = await tx.query<{ mustSign: boolean }>(sql.LOCK_MERCHANT, [merchant.id]);
    const sealed = locked?.mustSign ? this.secrets.seal(secret, secretPlace(merchant.id, id)) : null;
    const values = [
      merchant.id,
      id,
      merchant.mode,
      name,
      hash,
      sealed,
      scopes,
      user?.id ?? null,
      MAX_KEYS,
      allowedIps,
      lifetime,
    ];
    const [created] = await tx.query<{ body: string }>(sql.CREATE, values);
    if (!created) throw new ApiError('limit_reached', `At most ${MAX_KEYS} API keys: revoke one first`);
    return { id, body: withSecret(created.body, secret) };
  }
}

/** Null: every scope that a key may have. */
const mayCreate = (permissions: ReadonlySet<Permission>, scopes: readonly Permission[] | null) =>
  (scopes ?? KEY_SCOPES).every((name) => permissions.has(currentScope(name)));

/** Null (every scope) only if the caller has all of them. */
function scopesFor({ permissions }: Caller, wanted: readonly Permission[] | undefined): Permission[] | null {
  const beyond = wanted?.filter((name) => !permissions.has(name)) ?? [];
  if (beyond.length > 0) {
    throw new ApiError('scope_exceeds_role', `A key cannot do what its maker may not: ${beyond.join(', ')}`);
  }
  const own = KEY_SCOPES.filter((name) => permissions.has(name));
  if (wanted) return [...new Set(wanted)];
  return own.length === KEY_SCOPES.length ? null : own;
}

const withSecret = (body: string, secret: string) => withField(body, 'secret', secret);

function notFound(): never {
  throw new ApiError('api_key_not_found', 'API key not found');
}
