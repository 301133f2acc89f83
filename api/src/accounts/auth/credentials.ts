import type { FastifyRequest } from 'fastify';

type WithHeaders = Pick<FastifyRequest, 'headers'>;

export interface KeyAndSecret {
  readonly id: string;
  readonly secret: string;
}

/** The session token of a request; null if it has none. */
export function bearerOf({ headers }: WithHeaders): string | null {
  return /^Bearer (session_[\w-]{20,100})$/.exec(headers.authorization ?? '')?.[1] ?? null;
}

/**
 * The secret of an API key without its id, with or without `sk_test_` before it: the bearer, or the user of HTTP Basic
 * without a password.
 */
export function secretOf({ headers }: WithHeaders): string | null {
  const { authorization = '' } = headers;
  const bearer = /^Bearer (\S{1,255})$/i.exec(authorization)?.[1];
  const basic = bearer === undefined ? keyAndSecretOf({ headers }) : null;
  const given = bearer ?? (basic?.secret === '' ? basic.id : undefined);
  return given === undefined ? null : given.replace(/^sk_(test|live)_/, '');
}

/** The API key of a request, from the two headers or from HTTP Basic; null if it has none. */
export function keyAndSecretOf({ headers }: WithHeaders): KeyAndSecret | null {
  const id = headers['x-api-key'];
  const secret = headers['x-api-secret'];
  if (typeof id === 'string' && typeof secret === 'string') return { id, secret };
  const basic = /^Basic ([A-Za-z0-9+/=]+)$/.exec(headers.authorization ?? '')?.[1];
  const [user, ...password] = Buffer.from(basic ?? '', 'base64')
    .toString('utf8')
    .split(':');
  return user && password.length > 0 ? { id: user, secret: password.join(':') } : null;
}

export const hasCredentials = (request: WithHeaders) => bearerOf(request) !== null || keyAndSecretOf(request) !== null;
