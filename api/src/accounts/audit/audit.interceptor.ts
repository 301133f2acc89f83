import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { catchError, from, mergeMap, type Observable } from 'rxjs';
import { apiErrorOf } from '../../platform/errors/api-error-of.js';
import { StoredResponse } from '../../platform/http/stored-response.js';
import { shortenedText } from '../../platform/secrets/shortened.js';
import type { Caller } from '../access/caller.js';
import { type AccessRequest, CAN, type ClientInfo, clientInfoOf } from '../access/decorators.js';
import { producesEvents, type Permission } from '../access/permissions.js';
import { AuditService, type AuditedAction } from './audit.service.js';
import { changeOf, refusalOf } from './outcome.js';

const WRITE_METHODS = new Set(['POST', 'PATCH', 'PUT', 'DELETE']);
const MAX_DETAIL_LENGTH = 4_000;
const MAX_ID_LENGTH = 100;

/**
 * Records every change by a person, and by an API key every change but those of orders, payments and refunds, which leave
 * events: the intent before it is tried, and its outcome afterwards.
 */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  constructor(
    private readonly audit: AuditService,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<AccessRequest>();
    const { caller } = request;
    if (!caller || !WRITE_METHODS.has(request.method) || !this.isAudited(caller, context)) return next.handle();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const [deed, whence] = [auditedActionOf(context, request), clientInfoOf(request)];
    return from(this.audit.begin(caller, deed, whence)).pipe(
      mergeMap((intentId) => {
        const ended = (status: number, detail: object, objectId = deed.objectId) =>
          this.ended(caller, deed, { intentId, status, objectId, detail: JSON.stringify(detail) }, whence);
        return next.handle().pipe(
          mergeMap((answer: unknown) => {
            const { id, ...done } = doneBy(request.body, answer);
            return from(ended(reply.statusCode, done, deed.objectId ?? id).then(() => answer));
          }),
          catchError((error: unknown) => {
            const refusal = apiErrorOf(error, request);
            return from(
              ended(refusal.status, { refused: refusalOf(refusal) }).then(() => {
                throw error;
              }),
            );
          }),
        );
      }),
    );
  }

  private isAudited({ user }: Caller, context: ExecutionContext): boolean {
    const permission = this.reflector.get<Permission | undefined>(CAN, context.getHandler());
    return user !== null || permission === undefined || !producesEvents(permission);
  }

  /** The change stands whether or not its outcome could be recorded. */
  private async ended(
    caller: Caller,
    { action }: AuditedAction,
    outcome: Parameters<AuditService['end']>[2],
    whence: ClientInfo,
  ): Promise<void> {
    await this.audit.end(caller, action, outcome, whence).catch(() => undefined);
  }
}

/** What a success has changed, and the id of what it has made. */
function doneBy(input: unknown, answer: unknown): { id: string | null; changed: object; replayed?: true } {
  const body: unknown = answer instanceof StoredResponse ? JSON.parse(answer.body) : answer;
  const changed = changeOf(input, body);
  const id = typeof changed['id'] === 'string' ? changed['id'] : null;
  return { id, changed, ...(answer instanceof StoredResponse && answer.replayed && { replayed: true as const }) };
}

/** `EndpointsController.rotateSecret` on `/webhook-endpoints/we_…` is `endpoints.rotate_secret` of `we_…`. */
function auditedActionOf(context: ExecutionContext, request: AccessRequest): AuditedAction {
  const noun = snake(context.getClass().name.replace(/Controller$/, ''));
  const [objectId = null] = Object.values((request.params ?? {}) as Record<string, string>);
  const { body: sent, query } = request as { body?: object | null; query?: object };
  // A DELETE names its choices in the query.
  const given = sent ?? (query && Object.keys(query).length > 0 ? query : null);
  const body = request.loggedBody?.(given, MAX_DETAIL_LENGTH) ?? null;
  const detail = body && JSON.stringify(body);
  return { action: `${noun}.${snake(context.getHandler().name)}`, objectId: shortenedText(objectId, MAX_ID_LENGTH), detail };
}

const snake = (name: string) => name.replace(/(?<!^)[A-Z]/g, '_$&').toLowerCase();
