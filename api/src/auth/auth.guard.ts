import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import type { Caller } from '../access/caller.js';
import { type AccessRequest, CAN, LIMIT, originOf, PUBLIC, PUBLIC_IN_DEMO } from '../access/decorators.js';
import type { Permission } from '../access/permissions.js';
import { ApiError } from '../common/api-error.js';
import { Config } from '../config/config.module.js';
import { ApiKeysService } from '../merchants/api-keys.service.js';
import { RateLimits } from './rate-limits.js';

/** The one gate of the API: who calls, may they, and not too often. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: ApiKeysService,
    private readonly limits: RateLimits,
    private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AccessRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const targets = [context.getHandler(), context.getClass()];
    const publicHere = this.config.DEMO ? [PUBLIC, PUBLIC_IN_DEMO] : [PUBLIC];
    if (publicHere.some((mark) => this.reflector.getAllAndOverride<boolean | undefined>(mark, targets))) {
      const limit = this.reflector.getAllAndOverride<'read' | 'write' | undefined>(LIMIT, targets);
      if (limit) await this.limits.publicCall(limit, request.ip, reply);
      return true;
    }
    request.caller = await this.authenticate(request, reply);
    const needed = this.reflector.getAllAndOverride<Permission | undefined>(CAN, targets);
    if (!needed) throw new Error(`${context.getClass().name}.${context.getHandler().name} names no permission`);
    if (!request.caller.permissions.has(needed)) {
      throw new ApiError('PERMISSION_ERROR', `These credentials may not do this: it needs the permission ${needed}`);
    }
    return true;
  }

  private async authenticate(request: AccessRequest, reply: FastifyReply): Promise<Caller> {
    const credentials = credentialsOf(request);
    const key = credentials && (await this.keys.verify(credentials.id, credentials.secret));
    if (!key) throw new ApiError('AUTHENTICATION_ERROR', 'Invalid API credentials');
    await this.limits.keyCall(key.id, reply);
    return { ...originOf(request, `api_key:${key.id}`), merchant: key.merchant, permissions: key.permissions };
  }
}

function credentialsOf({ headers }: AccessRequest): { id: string; secret: string } | null {
  const id = headers['x-api-key'];
  const secret = headers['x-api-secret'];
  if (typeof id === 'string' && typeof secret === 'string') return { id, secret };
  const basic = /^Basic ([A-Za-z0-9+/=]+)$/.exec(headers.authorization ?? '')?.[1];
  const [user, ...password] = Buffer.from(basic ?? '', 'base64')
    .toString('utf8')
    .split(':');
  return user && password.length > 0 ? { id: user, secret: password.join(':') } : null;
}
