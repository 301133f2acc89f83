import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { catchError, from, mergeMap, type Observable } from 'rxjs';
import type { Caller } from '../access/caller.js';
import { type AccessRequest, whenceOf } from '../access/decorators.js';
import { apiErrorOf } from '../common/api-error-of.js';
import { shortenedText } from '../common/shortened.js';
import { AuditService, type Deed } from './audit.service.js';

const WRITES = new Set(['POST', 'PATCH', 'DELETE']);
const MOST_DETAIL = 4_000;
const MOST_ID = 100;

/** Records every change by a person, before it is tried and with its outcome. Keys leave their traces in events and logs. */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  constructor(private readonly audit: AuditService) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<AccessRequest>();
    const { caller } = request;
    if (!caller?.user || !WRITES.has(request.method)) return next.handle();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return from(this.audit.begin(caller, deedOf(context, request), whenceOf(request))).pipe(
      mergeMap((id) =>
        next.handle().pipe(
          mergeMap((answer: unknown) => from(this.ended(caller, id, reply.statusCode).then(() => answer))),
          catchError((error: unknown) =>
            from(
              this.ended(caller, id, apiErrorOf(error, request).status).then(() => {
                throw error;
              }),
            ),
          ),
        ),
      ),
    );
  }

  /** The change stands whether or not its outcome could be noted. */
  private async ended(caller: Caller, id: string, status: number): Promise<void> {
    await this.audit.end(caller.merchant.id, id, status).catch(() => undefined);
  }
}

/** `EndpointsController.rotateSecret` on `/webhook-endpoints/we_…` is `endpoints.rotate_secret` of `we_…`. */
function deedOf(context: ExecutionContext, request: AccessRequest): Deed {
  const noun = snake(context.getClass().name.replace(/Controller$/, ''));
  const [objectId = null] = Object.values((request.params ?? {}) as Record<string, string>);
  const { body: sent, query } = request as { body?: object | null; query?: object };
  // A DELETE names its choices in the query.
  const given = sent ?? (query && Object.keys(query).length > 0 ? query : null);
  const body = request.loggedBody?.(given, MOST_DETAIL) ?? null;
  const detail = body && JSON.stringify(body);
  return { action: `${noun}.${snake(context.getHandler().name)}`, objectId: shortenedText(objectId, MOST_ID), detail };
}

const snake = (name: string) => name.replace(/(?<!^)[A-Z]/g, '_$&').toLowerCase();
