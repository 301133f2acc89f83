import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { SSE_METADATA } from '@nestjs/common/constants.js';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { Config } from '../../platform/config/config.module.js';
import { Database } from '../../platform/database/database.js';
import { ApiError } from '../../platform/errors/api-error.js';
import { CredentialGuesses } from '../../platform/http/credential-guesses.js';
import { LiveStreams } from '../../platform/http/live-streams.js';
import { PUBLIC_LIMIT, PUBLIC, PUBLIC_IN_DEMO } from '../../platform/http/public-route.js';
import type { Caller, SignedInUser } from '../access/caller.js';
import { type AccessRequest, CAN, actorOf, SIGNED_IN } from '../access/decorators.js';
import { NEEDS_ACTIVATION, type Permission, permissionsOf } from '../access/permissions.js';
import { ApiKeysService, type KnownKey } from '../api-keys/api-keys.service.js';
import { UsersService } from '../users/users.service.js';
import { bearerOf } from './bearer.js';
import { OpenStreams } from './open-streams.js';
import { RateLimits } from './rate-limits.js';
import { SessionsService } from './sessions.service.js';
import { endOnceRefused } from './stream-access.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What a route's decorators say. */
interface RouteAccess {
  readonly isPublic: boolean;
  /** Public for callers without credentials; those who bring some are served as themselves. */
  readonly isOpenInDemo: boolean;
  readonly limit: 'read' | 'write' | undefined;
  readonly isSignedIn: boolean;
  readonly needed: Permission | undefined;
  readonly isStream: boolean;
}

/** The one gate of the API: who calls, may they, and not too often. */
@Injectable()
export class AuthGuard implements CanActivate {
  private readonly marks = new Map<unknown, Map<unknown, RouteAccess>>();

  constructor(
    private readonly reflector: Reflector,
    private readonly keys: ApiKeysService,
    private readonly sessions: SessionsService,
    private readonly users: UsersService,
    private readonly limits: RateLimits,
    private readonly streams: OpenStreams,
    private readonly live: LiveStreams,
    private readonly guesses: CredentialGuesses,
    private readonly config: Config,
    private readonly database: Database,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AccessRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const { isPublic, isOpenInDemo, limit, isSignedIn, needed, isStream } = this.accessOf(context);
    if (isPublic || (isOpenInDemo && bringsNone(request))) {
      if (limit) await this.limits.publicCall(limit, request.ip, reply);
      if (isStream) this.streams.take({ address: request.ip, paymentId: idOf(request) }, reply);
      return true;
    }
    const token = bearerOf(request);
    if (isSignedIn) {
      request.user = await this.signedIn(request, token);
      return true;
    }
    request.caller = token ? await this.callerOfSession(request, token) : await this.callerOfKey(request, reply);
    if (!needed) throw new Error(`${context.getClass().name}.${context.getHandler().name} names no permission`);
    if (!request.caller.permissions.has(needed)) {
      const whose = request.caller.user ? `The role ${request.caller.user.role}` : 'These credentials';
      throw new ApiError('permission_missing', `${whose} may not do this: it needs the permission ${needed}`);
    }
    if (!request.caller.merchant.active && NEEDS_ACTIVATION.has(needed)) throw inactive();
    if (isStream) {
      this.streams.take({ address: request.ip, caller: request.caller.actor }, reply);
      endOnceRefused(
        reply,
        () => this.stillMay(request, needed),
        () => this.live.end(request.raw.socket),
      );
    }
    // Their next list has to show it.
    if (request.method !== 'GET' && this.database.replicas.any) {
      reply.raw.once('close', this.database.replicas.trackWrite(request.caller.merchant.id));
    }
    return true;
  }

  /** Looked up once per route: they stand in the code. */
  private accessOf(context: ExecutionContext): RouteAccess {
    const [handler, controller] = [context.getHandler(), context.getClass()];
    const ofController = this.marks.get(controller) ?? new Map<unknown, RouteAccess>();
    this.marks.set(controller, ofController);
    const known = ofController.get(handler);
    if (known) return known;
    const read = <T = boolean>(mark: string) =>
      this.reflector.getAllAndOverride<T | undefined>(mark, [handler, controller]);
    const marks: RouteAccess = {
      isPublic: Boolean(read(PUBLIC)),
      isOpenInDemo: Boolean(this.config.DEMO && read(PUBLIC_IN_DEMO)),
      limit: read<'read' | 'write'>(PUBLIC_LIMIT),
      isSignedIn: Boolean(read(SIGNED_IN)),
      needed: read<Permission>(CAN),
      isStream: Boolean(read(SSE_METADATA)),
    };
    ofController.set(handler, marks);
    return marks;
  }

  /** The same credentials once more, without counting as a request or as a sign of life. */
  private async stillMay(request: AccessRequest, needed: Permission): Promise<boolean> {
    const token = bearerOf(request);
    if (token) {
      const user = await this.sessions.look(token);
      const membership = user && (await this.users.membership(user.id, request.caller?.merchant.id ?? null));
      return Boolean(membership && permissionsOf(membership.role, membership.mode).has(needed));
    }
    const credentials = credentialsOf(request);
    const key = credentials && (await this.keys.verify(credentials.id, credentials.secret));
    return key?.permissions.has(needed) ?? false;
  }

  private async callerOfKey(request: AccessRequest, reply: FastifyReply): Promise<Caller> {
    const credentials = credentialsOf(request);
    const key = credentials && (await this.keyOf(request, credentials));
    if (!key) throw new ApiError('invalid_credentials', 'Invalid API credentials');
    await this.limits.keyCall(key.id, reply);
    const { merchant, permissions } = key;
    return { merchant, permissions, user: null, ...actorOf(request, `api_key:${key.id}`) };
  }

  /** The membership is read at every request, so that a removed member is out at once. */
  private async callerOfSession(request: AccessRequest, token: string): Promise<Caller> {
    const user = await this.signedIn(request, token);
    const wanted = request.headers['x-merchant-id'];
    const isId = typeof wanted === 'string' && UUID.test(wanted);
    const membership = wanted === undefined || isId ? await this.users.membership(user.id, isId ? wanted : null) : null;
    if (!membership) throw new ApiError('merchant_not_found', 'Merchant not found');
    const { id, name, mode, role, active } = membership;
    const permissions = permissionsOf(role, mode);
    return {
      ...actorOf(request, `user:${user.id}`),
      merchant: { id, name, mode, active },
      permissions,
      user: { ...user, role },
    };
  }

  private keyOf({ ip }: AccessRequest, { id, secret }: KeyAndSecret): Promise<KnownKey | null> {
    return this.guesses.check(ip, `${id} ${secret}`, () => this.keys.verify(id, secret));
  }

  private async signedIn({ ip }: AccessRequest, token: string | null): Promise<SignedInUser> {
    const user = token && (await this.guesses.check(ip, token, () => this.sessions.use(token)));
    if (!user) throw new ApiError('session_ended', 'Your session has ended: sign in again');
    return user;
  }
}

const idOf = ({ params }: AccessRequest) => (params as { id?: string }).id;
const inactive = () =>
  new ApiError(
    'merchant_inactive',
    'This live merchant is not active yet: an operator of this gateway has to activate it before it can take payments',
  );

interface KeyAndSecret {
  id: string;
  secret: string;
}

const bringsNone = (request: AccessRequest) => bearerOf(request) === null && credentialsOf(request) === null;

function credentialsOf({ headers }: AccessRequest): KeyAndSecret | null {
  const id = headers['x-api-key'];
  const secret = headers['x-api-secret'];
  if (typeof id === 'string' && typeof secret === 'string') return { id, secret };
  const basic = /^Basic ([A-Za-z0-9+/=]+)$/.exec(headers.authorization ?? '')?.[1];
  const [user, ...password] = Buffer.from(basic ?? '', 'base64')
    .toString('utf8')
    .split(':');
  return user && password.length > 0 ? { id: user, secret: password.join(':') } : null;
}
