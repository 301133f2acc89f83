import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { PaymentsService } from './payments.service.js';

/**
 * Refuses a stream of an unknown payment. It is a guard because Nest sends a stream's headers shortly after the handler
 * starts: a later error could no longer become a 404.
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
