import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ApiError } from '../../platform/errors/api-error.js';
import type { AccessRequest } from './decorators.js';

/** The APIs of others are for test merchants: live keys cannot sign, because only a hash of their secret is stored. */
@Injectable()
export class TestMerchantsGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { caller } = context.switchToHttp().getRequest<AccessRequest>();
    if (caller?.merchant.mode !== 'live') return true;
    throw new ApiError('facade_not_supported', 'This API is for test merchants: use the gateway’s own with a live key');
  }
}
