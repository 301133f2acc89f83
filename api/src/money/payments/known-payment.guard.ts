import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { PaymentsService } from './payments.service.js';

/**
 * Refuses a stream of a payment that is not there. As a guard, since it must come before the stream: Nest sends a
 * stream's headers after a moment, and an error that is later than that could not become a 404 any more.
 */
@Injectable()
export class KnownPaymentGuard implements CanActivate {
  constructor(private readonly payments: PaymentsService) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { params } = context.switchToHttp().getRequest<FastifyRequest<{ Params: { id: string } }>>();
    await this.payments.getPublic(params.id);
    return true;
  }
}
