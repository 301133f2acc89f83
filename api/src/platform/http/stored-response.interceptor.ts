import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import { StoredResponse } from './stored-response.js';

/** Sends stored responses byte for byte. Other results are left to Nest's serialiser. */
@Injectable()
export class StoredResponseInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next
      .handle()
      .pipe(map((result: unknown) => (result instanceof StoredResponse ? serialise(result, reply) : result)));
  }
}

function serialise({ body }: StoredResponse, reply: FastifyReply): string {
  void reply.header('content-type', 'application/json; charset=utf-8');
  return body;
}
