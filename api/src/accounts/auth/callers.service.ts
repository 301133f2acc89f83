import { Injectable } from '@nestjs/common';
import { ApiError } from '../../platform/errors/api-error.js';
import { CredentialGuesses } from '../../platform/http/credential-guesses.js';
import { isUuid } from '../../platform/uuid.js';
import type { Caller, SignedInUser } from '../access/caller.js';
import { type AccessRequest, actorOf } from '../access/decorators.js';
import { type Permission, permissionsOf } from '../access/permissions.js';
import { ApiKeysService } from '../api-keys/api-keys.service.js';
import { UsersService } from '../users/users.service.js';
import { bearerOf, keyAndSecretOf, secretOf } from './credentials.js';
import { SessionsService } from './sessions.service.js';

/** An authenticated caller; `keyId` is null for a user. */
export interface Authenticated {
  readonly caller: Caller;
  readonly keyId: string | null;
}

/** Resolves the credentials of a request to a user or a caller. Wrong credentials are counted per address. */
@Injectable()
export class CallersService {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly sessions: SessionsService,
    private readonly users: UsersService,
    private readonly guesses: CredentialGuesses,
  ) {}

  /** The user of the request's session. */
  async userOf(request: AccessRequest): Promise<SignedInUser> {
    const token = bearerOf(request);
    const user = token && (await this.guesses.check(request.ip, token, () => this.sessions.use(token)));
    if (!user) throw new ApiError('session_ended', 'Your session has ended: sign in again');
    return user;
  }

  /** A session takes precedence over an API key. `takesSecret`: the secret of a key suffices. */
  async authenticate(request: AccessRequest, takesSecret = false): Promise<Authenticated> {
    if (bearerOf(request) === null) return this.callerOfKey(request, takesSecret);
    return { caller: await this.callerOfSession(request), keyId: null };
  }

  /** Checks the same credentials again, without counting a request or extending the session. */
  async stillHas(permission: Permission, request: AccessRequest): Promise<boolean> {
    const token = bearerOf(request);
    if (token) {
      const user = await this.sessions.find(token);
      const membership = user && (await this.users.membership(user.id, request.caller?.merchant.id ?? null));
      if (!user || !membership || (membership.requiresFactor && !user.hasFactor)) return false;
      return permissionsOf(membership.role, membership.mode).has(permission);
    }
    const given = keyAndSecretOf(request);
    const key = given && (await this.keys.verify(given.id, given.secret));
    return key?.permissions.has(permission) ?? false;
  }

  private async callerOfKey(request: AccessRequest, takesSecret: boolean): Promise<Authenticated> {
    const alone = takesSecret ? secretOf(request) : null;
    const given = alone === null ? keyAndSecretOf(request) : { id: '', secret: alone };
    const verify = ({ id, secret }: NonNullable<typeof given>) =>
      this.guesses.check(request.ip, `${id} ${secret}`, () =>
        alone === null ? this.keys.verify(id, secret) : this.keys.verifySecret(secret),
      );
    const key = given && (await verify(given));
    if (!key) throw new ApiError('invalid_credentials', 'Invalid API credentials');
    this.keys.admit(key, request.ip);
    const { id: keyId, merchant, permissions } = key;
    return { keyId, caller: { merchant, permissions, user: null, ...actorOf(request, `api_key:${keyId}`) } };
  }

  /** The membership is read for every request, so that a removed member loses access at once. */
  private async callerOfSession(request: AccessRequest): Promise<Caller> {
    const user = await this.userOf(request);
    const wanted = request.headers['x-merchant-id'];
    const isId = typeof wanted === 'string' && isUuid(wanted);
    const membership = wanted === undefined || isId ? await this.users.membership(user.id, isId ? wanted : null) : null;
    if (!membership) throw new ApiError('merchant_not_found', 'Merchant not found');
    const { id, name, mode, role, active, compatibleApis, requiresFactor } = membership;
    if (requiresFactor && !user.hasFactor) throw factorMissing(name);
    return {
      ...actorOf(request, `user:${user.id}`),
      merchant: { id, name, mode, active, compatibleApis },
      permissions: permissionsOf(role, mode),
      user: { ...user, role },
    };
  }
}

const factorMissing = (merchant: string) =>
  new ApiError(
    'second_factor_missing',
    `${merchant} requires a second factor of its members: add one first, in the dashboard or with ` +
      'POST /api/v1/second-factor/totp',
  );
