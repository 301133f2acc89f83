import {
  applyDecorators,
  type CallHandler,
  Controller,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { TakesSecretAlone } from '../../accounts/access/decorators.js';
import { CompatibleApisGuard } from '../../accounts/access/compatible-apis.js';
import { formQueryOf } from '../../platform/http/form-body.js';
import { notSupported, stripeHeaders } from './stripe-errors.js';
import { expansionsOf } from './stripe-expand.js';
import { Parameters, type Sent } from './stripe-parameters.js';

/** Headers by which a platform acts for another account. */
const CONNECT = ['stripe-account', 'stripe-context'];

@Injectable()
class StripeHeadersInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    // Without this, a request for a connected account would act on the key's own merchant.
    const other = CONNECT.find((name) => request.headers[name] !== undefined);
    if (other) throw notSupported(`The header ${other} (Connect)`);
    void http.getResponse<FastifyReply>().headers(stripeHeaders(request));
    return next.handle();
  }
}

/** A controller of the façade: the secret of a test merchant's API key as the bearer, and Stripe's headers. */
export const StripeController = (path: string) =>
  applyDecorators(
    ApiExcludeController(),
    TakesSecretAlone(),
    UseGuards(CompatibleApisGuard),
    UseInterceptors(StripeHeadersInterceptor),
    Controller(`v1/${path}`),
  );

/** The query of a GET, the body of another request. */
export const Given = createParamDecorator((_: unknown, context: ExecutionContext): Parameters => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const sent = new Parameters(request.method === 'GET' ? formQueryOf(request) : ((request.body as Sent | null) ?? {}));
  expansionsOf(sent); // refused before anything is changed
  return sent;
});
