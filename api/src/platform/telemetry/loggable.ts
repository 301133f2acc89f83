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
/** Returns the part of a body that may be recorded, in about `maxLength` characters; null without a body. */
export type LoggedBody = (body: unknown, maxLength: number) => unknown;

/**
 * The field may be recorded in the request log and the audit log. Fields without this decorator, and fields that the DTO
 * does not declare, are never recorded. Recorded values are redacted as well; `reduce` returns the part of a value to
 * record. compile-dto.ts rejects card numbers in recorded texts.
 */
export function Loggable(reduce?: Reduce): PropertyDecorator {
  return (prototype, name) => {
    const own = Reflect.getOwnMetadata(LOGGABLE, prototype) as Map<string, Reduce> | undefined;
    const fields = new Map(own ?? loggableFields(Object.getPrototypeOf(prototype) as object | null));
    const type: unknown = Reflect.getMetadata('design:type', prototype, name);
    fields.set(String(name), reduce ?? (type === Object || type === Array ? unchanged : scalarOnly));
    Reflect.defineMetadata(LOGGABLE, fields, prototype);
  };
}

/** What is recorded in place of personal data, which erasure could not remove from the audit log. */
export const WITHHELD = '[withheld]';

/** As {@link Loggable}, for personal data: that the field was given is recorded, its value is not. */
export const Withheld = () => Loggable((value) => (value === null ? null : WITHHELD));

/** The fields of a DTO that may be recorded, with their `reduce`. */
export function loggableFields(prototype: object | null): ReadonlyMap<string, Reduce> {
  return (prototype && (Reflect.getMetadata(LOGGABLE, prototype) as Map<string, Reduce> | undefined)) ?? new Map();
}

/** A request with its recordable body; absent if no route was found. */
export interface LoggedRequest extends FastifyRequest {
  loggedBody?: LoggedBody;
}

/** Sets `loggedBody` on every request. A guard, so that it runs before guards that may reject the request. */
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

/** The recordable fields of the body's DTO, or of the query's if there is no body, in the order of arrival. */
export function loggedBodyOf(controller: Class, method: string): LoggedBody {
  const dto = dtoOf(controller, method, RouteParamtypes.BODY) ?? dtoOf(controller, method, RouteParamtypes.QUERY);
  const fields = loggableFields((dto?.prototype as object | undefined) ?? null);
  return (body, maxLength) => {
    if (typeof body !== 'object' || body === null) return null;
    const logged: [string, unknown][] = [];
    for (const [name, value] of Object.entries(body)) {
      const reduce = fields.get(name);
      if (reduce) logged.push([name, reduce(value)]);
    }
    // Shortened first, since callers choose the length of the text that is scanned.
    return redactValue(shortened(Object.fromEntries(logged), maxLength));
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

const unchanged: Reduce = (value) => value;

/** If the declared type is a text or a number, lists and objects are not recorded. */
const scalarOnly: Reduce = (value) => {
  if (value === null || SCALARS.has(typeof value)) return value;
  return Array.isArray(value) ? '[list]' : '[object]';
};
