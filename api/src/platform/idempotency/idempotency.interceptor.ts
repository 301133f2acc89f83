import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor, SetMetadata } from '@nestjs/common';
import { createParamDecorator } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { ApiError } from '../errors/api-error.js';
import { canonicalRequest } from './canonical-request.js';
import { IdempotencyService } from './idempotency.service.js';
import type { GivenKey } from './key-claim.js';

const BODY_KEY = 'idempotency:body-key';
const KEY_HEADER = 'idempotency:key-header';
const OWN = { format: /^[\x21-\x7e]{1,255}$/, rule: 'must be 1 to 255 visible ASCII characters' };
const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** The route also takes its key as the body field `idempotency_key`. */
export const AcceptsBodyKey = () => SetMetadata(BODY_KEY, true);

/** The route also takes its key from this header, in lower case, if it has the given form. */
export const AcceptsKeyHeader = (name: string, format: RegExp, rule: string) =>
  SetMetadata(KEY_HEADER, { name, format, rule } satisfies OtherHeader);

interface OtherHeader {
  name: string;
  format: RegExp;
  rule: string;
}

interface KeyedRequest extends FastifyRequest {
  idempotencyKey?: GivenKey | null;
}

/** The key of this request; null without one. */
export const IdempotencyKey = createParamDecorator(
  (_: unknown, context: ExecutionContext): GivenKey | null =>
    context.switchToHttp().getRequest<KeyedRequest>().idempotencyKey ?? null,
);

/**
 * Reads the idempotency key of a write and computes the request's fingerprint. The statement that does the work claims the
 * key (idempotency.sql.ts). A replayed response has the header `Idempotent-Replayed`, also if a façade translates it.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly idempotency: IdempotencyService,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<KeyedRequest>();
    if (WRITES.has(request.method)) {
      const other = this.reflector.get<OtherHeader | undefined>(KEY_HEADER, context.getHandler());
      const key = other && check(request.headers[other.name] || undefined, other.name, other);
      const found = key ?? this.keyOf(request, this.reflector.get<boolean>(BODY_KEY, context.getHandler()));
      request.idempotencyKey = found === null ? null : this.given(found, request, http.getResponse<FastifyReply>());
    }
    return next.handle();
  }

  private keyOf(request: FastifyRequest, bodyKeyAccepted: boolean): string | null {
    // An empty header counts as absent: some clients always send it.
    const header = request.headers['idempotency-key'] || undefined;
    const body = bodyKeyAccepted ? (request.body as { idempotency_key?: unknown } | null)?.idempotency_key : undefined;
    const key = check(header, 'Idempotency-Key') ?? check(body ?? undefined, 'idempotency_key');
    if (header !== undefined && body !== undefined && body !== null && header !== body) {
      throw new ApiError(
        'idempotency_keys_differ',
        'The Idempotency-Key header and idempotency_key in the body must agree',
        {
          field: 'idempotency_key',
        },
      );
    }
    return key;
  }

  private given(key: string, request: FastifyRequest, reply: FastifyReply): GivenKey {
    const text = canonicalRequest(request.method, request.url, request.body);
    return {
      key: this.idempotency.storedKey(key),
      request: text,
      requestHash: this.idempotency.fingerprint(text),
      onReplay: () => void reply.header('Idempotent-Replayed', 'true'),
    };
  }
}

function check(key: unknown, field: string, { format, rule } = OWN): string | null {
  if (key === undefined) return null;
  if (typeof key !== 'string' || !format.test(key)) {
    throw new ApiError('invalid_idempotency_key', `${field} ${rule}`, { field });
  }
  return key;
}
