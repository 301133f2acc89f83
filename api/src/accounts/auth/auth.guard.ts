import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Database } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import type { Caller } from '../access/caller.js';
import type { AccessRequest } from '../access/decorators.js';
import { requireFreshFactor } from '../access/fresh-factor.js';
import { NEEDS_ACTIVATION, type Permission } from '../access/permissions.js';
import { CallersService } from './callers.service.js';
import { hasCredentials } from './credentials.js';
import { RateLimits } from './rate-limits.js';
import { type RouteAccess, RouteAccessService } from './route-access.service.js';
import { StreamAccessService } from './stream-access.service.js';

/** The only guard of the API. A route is public, needs a signed-in user, or needs a caller with a permission. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly routes: RouteAccessService,
    private readonly callers: CallersService,
    private readonly limits: RateLimits,
    private readonly streams: StreamAccessService,
    private readonly database: Database,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AccessRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const route = this.routes.of(context);
    if (route.isPublic || (route.isOpenInDemo && !hasCredentials(request))) {
      await this.admitPublic(route, request, reply);
    } else if (route.needsUser) {
      request.user = await this.callers.userOf(request);
      if (route.needsFreshFactor) requireFreshFactor(request.user);
    } else {
      await this.admitCaller(route, context, request, reply);
    }
    return true;
  }

  private async admitPublic({ limit, isStream }: RouteAccess, request: AccessRequest, reply: FastifyReply) {
    if (limit) await this.limits.publicCall(limit, request.ip, reply);
    if (isStream) this.streams.openPublic(request, reply);
  }

  private async admitCaller(
    { permission, isStream, takesSecret, needsFreshFactor }: RouteAccess,
    context: ExecutionContext,
    request: AccessRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const { caller, keyId } = await this.callers.authenticate(request, takesSecret);
    if (keyId !== null) await this.limits.keyCall(keyId, reply);
    request.caller = caller; // before any refusal: the request log names the caller of a refused request
    if (!permission) throw new Error(`${context.getClass().name}.${context.getHandler().name} names no permission`);
    requirePermission(caller, permission);
    const { user, merchant } = caller;
    if (user && (needsFreshFactor === 'everywhere' || (needsFreshFactor && merchant.mode === 'live')))
      requireFreshFactor(user);
    if (isStream) this.streams.open(caller, permission, request, reply);
    if (request.method !== 'GET') this.readOwnWrites(caller, reply);
  }

  /** Until replicas have caught up with this request's write, the merchant's lists are read from the primary. */
  private readOwnWrites({ merchant }: Caller, reply: FastifyReply): void {
    const { replicas } = this.database;
    if (replicas.any) reply.raw.once('close', replicas.trackWrite(merchant.id));
  }
}

function requirePermission({ user, merchant, permissions }: Caller, permission: Permission): void {
  if (!permissions.has(permission)) {
    const holder = user ? `The role ${user.role}` : 'These credentials';
    throw new ApiError('permission_missing', `${holder} may not do this: it needs the permission ${permission}`);
  }
  if (!merchant.active && NEEDS_ACTIVATION.has(permission)) {
    throw new ApiError(
      'merchant_inactive',
      'This live merchant is not active yet: an operator of this gateway has to activate it before it can take payments',
    );
  }
}
