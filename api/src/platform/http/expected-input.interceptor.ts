import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { ApiError } from '../errors/api-error.js';
import { unknownParameter } from '../validation/parameter-names.js';

/** Whether a handler reads the body and the query. Input that it does not read must be empty. */
interface Reads {
  readonly body: boolean;
  readonly query: boolean;
}

/**
 * Rejects input that the validation pipe does not see: a body or a query of an operation that takes none, and the body of
 * a GET, which Fastify does not read. Routes that serve files (the browser SDK) accept any query.
 */
@Injectable()
export class ExpectedInputInterceptor implements NestInterceptor {
  private readonly reads = new Map<unknown, Reads | null>();

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reads = this.readsOf(context);
    if (reads) {
      const request = context.switchToHttp().getRequest<FastifyRequest>();
      if (!reads.query) refuseNames(request.query);
      if (request.method === 'GET') refuseBody(request);
      else if (!reads.body) refuseNames(request.body);
    }
    return next.handle();
  }

  /** Read from the decorators once per handler. */
  private readsOf(context: ExecutionContext): Reads | null {
    const handler = context.getHandler();
    const known = this.reads.get(handler);
    if (known !== undefined) return known;
    const reads = isOperation(context) ? readsOf(context.getClass(), handler.name) : null;
    this.reads.set(handler, reads);
    return reads;
  }
}

const EXCLUDED = 'swagger/apiExcludeController';
const isOperation = (context: ExecutionContext) => Reflect.getMetadata(EXCLUDED, context.getClass()) === undefined;

function readsOf(controller: object, method: string): Reads {
  // Keys are `${type}:${index}`.
  const parameters = Object.keys((Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) as object) ?? {});
  const takes = (type: RouteParamtypes) => parameters.some((key) => key.startsWith(`${type}:`));
  return { body: takes(RouteParamtypes.BODY), query: takes(RouteParamtypes.QUERY) };
}

function refuseNames(given: unknown): void {
  if (typeof given !== 'object' || given === null) return;
  for (const name in given) throw unknownParameter(name, []);
}

function refuseBody({ headers }: FastifyRequest): void {
  if (headers['transfer-encoding'] === undefined && !(Number(headers['content-length']) > 0)) return;
  throw new ApiError('unexpected_body', 'A GET request has no body: send the parameters in the query');
}
