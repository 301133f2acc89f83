import { type ExecutionContext, Injectable } from '@nestjs/common';
import { SSE_METADATA } from '@nestjs/common/constants.js';
import { Reflector } from '@nestjs/core';
import { Config } from '../../platform/config/config.module.js';
import { PUBLIC, PUBLIC_IN_DEMO, PUBLIC_LIMIT, type PublicLimit } from '../../platform/http/public-route.js';
import { CAN, SIGNED_IN, TAKES_SECRET, NEEDS_FRESH_FACTOR } from '../access/decorators.js';
import type { Permission } from '../access/permissions.js';

/** The access rules of a route, from its decorators. */
export interface RouteAccess {
  readonly isPublic: boolean;
  /** Public for requests without credentials; others are authenticated as usual. */
  readonly isOpenInDemo: boolean;
  /** The rate limit of public calls. */
  readonly limit: PublicLimit | undefined;
  readonly needsUser: boolean;
  readonly permission: Permission | undefined;
  /** Needs a factor that was proved lately, of users; null: does not. */
  readonly needsFreshFactor: 'live' | 'everywhere' | null;
  readonly isStream: boolean;
  /** Takes the secret of an API key without its id. */
  readonly takesSecret: boolean;
}

/** Reads the decorators of each route once: they do not change while the process runs. */
@Injectable()
export class RouteAccessService {
  private readonly known = new Map<unknown, Map<unknown, RouteAccess>>();

  constructor(
    private readonly reflector: Reflector,
    private readonly config: Config,
  ) {}

  of(context: ExecutionContext): RouteAccess {
    const [handler, controller] = [context.getHandler(), context.getClass()];
    const ofController = this.known.get(controller) ?? new Map<unknown, RouteAccess>();
    this.known.set(controller, ofController);
    const access = ofController.get(handler) ?? this.read(context);
    ofController.set(handler, access);
    return access;
  }

  private read(context: ExecutionContext): RouteAccess {
    const targets = [context.getHandler(), context.getClass()];
    const get = <T = boolean>(key: string) => this.reflector.getAllAndOverride<T | undefined>(key, targets);
    return {
      isPublic: Boolean(get(PUBLIC)),
      isOpenInDemo: Boolean(this.config.DEMO && get(PUBLIC_IN_DEMO)),
      limit: get<PublicLimit>(PUBLIC_LIMIT),
      needsUser: Boolean(get(SIGNED_IN)),
      permission: get<Permission>(CAN),
      needsFreshFactor: get<'live' | 'everywhere'>(NEEDS_FRESH_FACTOR) ?? null,
      isStream: Boolean(get(SSE_METADATA)),
      takesSecret: Boolean(get(TAKES_SECRET)),
    };
  }
}
