import 'reflect-metadata';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from 'fastify';
import { redactValue } from '../secrets/redaction.js';
import { shortened } from '../secrets/shortened.js';

const LOGGABLE = Symbol('loggable');
const SCALARS = new Set(['string', 'number', 'boolean']);

type Reduce = (value: unknown) => unknown;
type Class = abstract new (...args: never[]) => object;
/** Makes of a body what may be recorded of it, about `most` characters; null when there is none. */
export type LoggedBody = (body: unknown, most: number) => unknown;

/**
 * The field of a body may be recorded: in the request log, in the audit log. A field without it never is, and nor is one
 * that the DTO does not name. What is recorded is redacted as well; `reduce` says what to keep of a value that must not
 * be recorded as it is. A text that may be recorded must not hold a card number (compile-dto.ts).
 */
export function Loggable(reduce?: Reduce): PropertyDecorator {
  return (prototype, name) => {
    const own = Reflect.getOwnMetadata(LOGGABLE, prototype) as Map<string, Reduce> | undefined;
    const fields = new Map(own ?? loggableFields(Object.getPrototypeOf(prototype) as object | null));
    const type: unknown = Reflect.getMetadata('design:type', prototype, name);
    fields.set(String(name), reduce ?? (type === Object || type === Array ? asItIs : scalarOnly));
    Reflect.defineMetadata(LOGGABLE, fields, prototype);
  };
}

/** The fields of a DTO that may be recorded, with what is recorded of each. */
export function loggableFields(prototype: object | null): ReadonlyMap<string, Reduce> {
  return (prototype && (Reflect.getMetadata(LOGGABLE, prototype) as Map<string, Reduce> | undefined)) ?? new Map();
}

/** A request with what may be recorded of its body; absent where no route was found. */
export interface LoggedRequest extends FastifyRequest {
  loggedBody?: LoggedBody;
}

/** Notes for every request what may be recorded of its body. Runs before the guards that may refuse it; refuses nothing. */
@Injectable()
export class LoggedBodyGuard implements CanActivate {
  private readonly known = new Map<object, LoggedBody>();

  canActivate(context: ExecutionContext): boolean {
    const handler = context.getHandler();
    let logged = this.known.get(handler);
    if (!logged) {
      logged = loggedBodyOf(context.getClass(), handler.name);
      this.known.set(handler, logged);
    }
    context.switchToHttp().getRequest<LoggedRequest>().loggedBody = logged;
    return true;
  }
}

/** The fields that the DTO of the body, or else of the query, declares, in the order in which they arrived. */
export function loggedBodyOf(controller: Class, method: string): LoggedBody {
  const dto = dtoOf(controller, method, RouteParamtypes.BODY) ?? dtoOf(controller, method, RouteParamtypes.QUERY);
  const fields = loggableFields((dto?.prototype as object | undefined) ?? null);
  return (body, most) => {
    if (typeof body !== 'object' || body === null) return null;
    const logged: [string, unknown][] = [];
    for (const [name, value] of Object.entries(body)) {
      const reduce = fields.get(name);
      if (reduce) logged.push([name, reduce(value)]);
    }
    // Cut first: a caller chooses how long a text is that is looked through.
    return redactValue(shortened(Object.fromEntries(logged), most));
  };
}

function dtoOf(controller: Class, method: string, kind: RouteParamtypes): Class | undefined {
  const parameters = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<
    string,
    { index: number }
  >;
  const parameter = Object.entries(parameters).find(([key]) => key.startsWith(`${kind}:`))?.[1];
  const types = Reflect.getMetadata('design:paramtypes', controller.prototype as object, method) as
    unknown[] | undefined;
  const type = parameter && types?.[parameter.index];
  return typeof type === 'function' ? (type as Class) : undefined;
}

const asItIs: Reduce = (value) => value;

/** Where one text or number is declared, a list or an object has not been declared. */
const scalarOnly: Reduce = (value) => {
  if (value === null || SCALARS.has(typeof value)) return value;
  return Array.isArray(value) ? '[list]' : '[object]';
};
