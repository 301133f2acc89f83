import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { shortenedText } from '../../platform/secrets/shortened.js';
import type { LoggedRequest } from '../../platform/telemetry/loggable.js';
import type { Caller, Actor, SignedInUser } from './caller.js';
import type { Permission } from './permissions.js';

export const CAN = 'access:can';
export const SIGNED_IN = 'access:signed-in';

/** The route concerns the user: it needs a session and no merchant. */
export const SignedIn = () => SetMetadata(SIGNED_IN, true);

/**
 * The permission that the route needs. A route with neither this nor @SignedIn() nor @Public() refuses every request.
 */
export const Can = (permission: Permission) => SetMetadata(CAN, permission);

export const NEEDS_FRESH_FACTOR = 'access:needs-fresh-factor';

/**
 * The user must have signed in, or proved a factor again, within ten minutes: a stolen cookie alone opens no such route.
 * `live`: for live merchants only. API keys have scopes instead.
 */
export const NeedsFreshFactor = (where: 'live' | 'everywhere') =>
  applyDecorators(SetMetadata(NEEDS_FRESH_FACTOR, where), ApiExtension('x-needs-fresh-factor', where));

export const TAKES_SECRET = 'access:takes-secret';

/** The route also takes the secret of an API key alone, as clients of Stripe send it. */
export const TakesSecretAlone = () => SetMetadata(TAKES_SECRET, true);

export interface AccessRequest extends LoggedRequest {
  caller?: Caller;
  user?: SignedInUser;
}

/** The client of a request, for sessions and the audit log. */
export interface ClientInfo {
  readonly address: string;
  readonly userAgent: string | null;
  readonly requestId: string;
}

export function clientInfoOf(request: FastifyRequest): ClientInfo {
  const userAgent = shortenedText(request.headers['user-agent'] ?? null, MAX_USER_AGENT_LENGTH);
  return { address: request.ip, userAgent, requestId: request.id };
}
const MAX_USER_AGENT_LENGTH = 255;

export const Client = createParamDecorator((_: unknown, context: ExecutionContext): ClientInfo =>
  clientInfoOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** The user of a @SignedIn() route. */
export const CurrentUser = createParamDecorator((_: unknown, context: ExecutionContext): SignedInUser => {
  const { user } = context.switchToHttp().getRequest<AccessRequest>();
  if (!user) throw new Error('CurrentUser on a route without @SignedIn()');
  return user;
});

export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<AccessRequest>();
  if (!caller) throw new Error('CurrentCaller on a public route');
  return caller;
});

const TRACE_PARENT = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;

/** The author of the changes that a request makes, for events and the audit log. */
export function actorOf(request: FastifyRequest, actor: string): Actor {
  const trace = request.headers['traceparent'];
  return {
    actor,
    requestId: request.id,
    traceParent: typeof trace === 'string' && TRACE_PARENT.test(trace) ? trace : null,
  };
}

/** The shopper on a public route, identified by the order or payment id alone. */
export const Shopper = createParamDecorator((_: unknown, context: ExecutionContext): Actor & { address: string } => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return { address: request.ip, ...actorOf(request, 'shopper') };
});
