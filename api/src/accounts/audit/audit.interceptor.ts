import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { catchError, from, mergeMap, type Observable } from 'rxjs';
import { apiErrorOf } from '../../platform/errors/api-error-of.js';
import { StoredResponse } from '../../platform/http/stored-response.js';
import { shortenedText } from '../../platform/secrets/shortened.js';
import { WITHHELD } from '../../platform/telemetry/loggable.js';
import type { Caller } from '../access/caller.js';
import { type AccessRequest, CAN, type ClientInfo, clientInfoOf } from '../access/decorators.js';
import { producesEvents, type Permission } from '../access/permissions.js';
import { AuditService, type AuditedAction } from './audit.service.js';
import { changeOf, refusalOf } from './outcome.js';

const WRITE_METHODS = new Set(['POST', 'PATCH', 'PUT', 'DELETE']);
const MAX_DETAIL_LENGTH = 4_000;
const MAX_ID_LENGTH = 100;

/**
 * Records every change by a user, and by an API key every change except those to orders, payments and refunds, which
 * produce events. The intent is recorded before the change, the outcome after it.
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
    const action = auditedActionOf(context, request);
    const client = clientInfoOf(request);
    return from(this.audit.begin(caller, action, client)).pipe(
      mergeMap((intentId) => {
        const end = (status: number, detail: object, objectId = action.objectId) =>
          this.end(caller, action, { intentId, status, objectId, detail: JSON.stringify(detail) }, client);
        return next.handle().pipe(
          mergeMap((response: unknown) => {
            const { id, ...result } = resultOf(withoutWithheld(request), response);
            return from(end(reply.statusCode, result, action.objectId ?? id).then(() => response));
          }),
          catchError((error: unknown) => {
            const refusal = apiErrorOf(error, request);
            return from(
              end(refusal.status, { refused: refusalOf(refusal) }).then(() => {
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

  /** A failure to record the outcome does not fail the change. */
  private async end(
    caller: Caller,
    { action }: AuditedAction,
    outcome: Parameters<AuditService['end']>[2],
    client: ClientInfo,
  ): Promise<void> {
    await this.audit.end(caller, action, outcome, client).catch(() => undefined);
  }
}

/** The request's body without its personal data, which the response repeats under the same names. */
function withoutWithheld({ body, loggedBody }: AccessRequest): unknown {
  if (typeof body !== 'object' || body === null) return body;
  const isWithheld = ([name, value]: [string, unknown]) => {
    const logged = loggedBody?.({ [name]: value }, MAX_DETAIL_LENGTH) as Record<string, unknown> | null | undefined;
    return logged?.[name] === WITHHELD;
  };
  return Object.fromEntries(Object.entries(body).filter((entry) => !isWithheld(entry)));
}

/** What a successful change has changed, and the id of what it created. */
function resultOf(input: unknown, response: unknown): { id: string | null; changed: object; replayed?: true } {
  const body: unknown = response instanceof StoredResponse ? JSON.parse(response.body) : response;
  const changed = changeOf(input, body);
  const id = typeof changed['id'] === 'string' ? changed['id'] : null;
  return { id, changed, ...(response instanceof StoredResponse && response.replayed && { replayed: true as const }) };
}

/** `EndpointsController.rotateSecret` on `/webhook-endpoints/we_…` is `endpoints.rotate_secret` of `we_…`. */
function auditedActionOf(context: ExecutionContext, request: AccessRequest): AuditedAction {
  const noun = snake(context.getClass().name.replace(/Controller$/, ''));
  const [objectId = null] = Object.values((request.params ?? {}) as Record<string, string>);
  const { body: sent, query } = request as { body?: object | null; query?: object };
  // A DELETE has its parameters in the query.
  const given = sent ?? (query && Object.keys(query).length > 0 ? query : null);
  const body = request.loggedBody?.(given, MAX_DETAIL_LENGTH) ?? null;
  const detail = body && JSON.stringify(body);
  return {
    action: `${noun}.${snake(context.getHandler().name)}`,
    objectId: shortenedText(objectId, MAX_ID_LENGTH),
    detail,
  };
}

const snake = (name: string) => name.replace(/(?<!^)[A-Z]/g, '_$&').toLowerCase();
