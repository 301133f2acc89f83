import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ApiError } from '../../platform/errors/api-error.js';
import type { AccessRequest } from './decorators.js';

/** The forms of others' APIs are for test merchants, and for live ones that have turned them on. */
@Injectable()
export class CompatibleApisGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { caller } = context.switchToHttp().getRequest<AccessRequest>();
    if (caller?.merchant.compatibleApis !== false) return true;
    const cure = 'turn on "Razorpay and Stripe clients" in Settings, or use the gateway’s own API';
    throw new ApiError('facade_not_supported', `This live merchant does not use this API: ${cure}`);
  }
}
