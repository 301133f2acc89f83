import type { FastifyRequest } from 'fastify';

/** The session token of a request, if it brings one. */
export function bearerOf({ headers }: Pick<FastifyRequest, 'headers'>): string | null {
  return /^Bearer (session_[\w-]{20,100})$/.exec(headers.authorization ?? '')?.[1] ?? null;
}
