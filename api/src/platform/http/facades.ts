import type { FastifyRequest } from 'fastify';
import type { ApiError } from '../errors/api-error.js';

/** An error as the clients of another API read it. */
export interface RenderedError {
  status: number;
  body: object;
  headers?: Record<string, string>;
}

/** What differs below the path of another company's API that the gateway speaks. */
export interface Facade {
  /** Begins and ends with a slash. */
  readonly path: string;
  readonly render: (error: ApiError, request: FastifyRequest) => RenderedError;
}

const facades: Facade[] = [];

/** At the start of a façade's module. It holds for errors of Fastify and of unknown routes, too. */
export function addFacade(facade: Facade): void {
  if (!facades.some(({ path }) => path === facade.path)) facades.push(facade);
}

const facadeOf = (request: FastifyRequest) => facades.find(({ path }) => request.url.startsWith(path));

/** Clients of other APIs send forms; the gateway's own API takes JSON only. */
export const takesForms = (request: FastifyRequest): boolean => facadeOf(request) !== undefined;

export function renderError(error: ApiError, request: FastifyRequest): RenderedError {
  return facadeOf(request)?.render(error, request) ?? { status: error.status, body: error.toEnvelope(request.id) };
}
