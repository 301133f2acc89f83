import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller, Origin } from './caller.js';
import type { Permission } from './permissions.js';

export const PUBLIC = 'access:public';
export const PUBLIC_IN_DEMO = 'access:public-in-demo';
export const CAN = 'access:can';
export const LIMIT = 'access:limit';

/** The route needs no credentials. `read` and `write` choose its rate limit per address; none: no limit. */
export const Public = (limit?: 'read' | 'write') =>
  applyDecorators(SetMetadata(PUBLIC, true), SetMetadata(LIMIT, limit));

/** In demo runs the route needs no credentials; otherwise @Can decides. */
export const PublicInDemo = (limit?: 'read' | 'write') =>
  applyDecorators(SetMetadata(PUBLIC_IN_DEMO, true), SetMetadata(LIMIT, limit));

/** The permission a caller needs for the route. A route with neither @Can nor @Public is refused to everybody. */
export const Can = (permission: Permission) => SetMetadata(CAN, permission);

export interface AccessRequest extends FastifyRequest {
  caller?: Caller;
}

export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<AccessRequest>();
  if (!caller) throw new Error('CurrentCaller on a public route');
  return caller;
});

const TRACE_PARENT = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;

/** Where a request comes from, for the events it causes. */
export function originOf(request: FastifyRequest, actor: string): Origin {
  const trace = request.headers['traceparent'];
  return {
    actor,
    requestId: request.id,
    traceParent: typeof trace === 'string' && TRACE_PARENT.test(trace) ? trace : null,
  };
}

/** The shopper on a public route: known by the order or payment id alone. */
export const Shopper = createParamDecorator((_: unknown, context: ExecutionContext): Origin & { address: string } => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return { ...originOf(request, 'shopper'), address: request.ip };
});
